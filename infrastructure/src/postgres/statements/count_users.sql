SELECT count(*) FROM catalogue_uses WHERE audience = $1

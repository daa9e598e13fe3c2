DELETE FROM catalogue_uses WHERE code = $1

SELECT code FROM catalogue_uses WHERE audience = $1 ORDER BY code LIMIT $2

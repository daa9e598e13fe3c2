SELECT name AS key, record
FROM catalogue_audiences
WHERE in_use AND ($1::text IS NULL OR name > $1)
ORDER BY name
LIMIT $2

SELECT name AS key, record
FROM catalogue_designs
WHERE in_use AND (?1 IS NULL OR unit = ?1) AND (?2 IS NULL OR name > ?2)
ORDER BY name
LIMIT ?3

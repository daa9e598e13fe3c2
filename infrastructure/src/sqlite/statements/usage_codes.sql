SELECT c.code
FROM catalogue_codes c
WHERE (?1 IS NULL OR c.code = ?1)
  AND (?2 IS NULL OR c.unit = ?2)
  AND (?3 IS NULL OR c.code IN (SELECT code FROM catalogue_tags WHERE tag = ?3))
  AND (?4 IS NULL OR c.batch = ?4)

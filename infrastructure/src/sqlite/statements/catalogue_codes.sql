SELECT code AS key, record
FROM catalogue_codes
WHERE (?1 IS NULL OR number IN (SELECT rowid FROM catalogue_text WHERE catalogue_text MATCH ?1))
  AND (?2 IS NULL OR unit = ?2)
  AND (?3 IS NULL OR code IN (SELECT code FROM catalogue_tags WHERE tag = ?3))
  AND (?4 IS NULL OR standing = ?4)
  AND (?5 IS NULL OR code IN (SELECT code FROM catalogue_hosts WHERE host = ?5))
  AND (?6 IS NULL OR batch = ?6)
  AND (?7 IS NULL OR code IN (SELECT value FROM json_each(?7)))
  AND (?8 IS NULL OR code > ?8)
  AND (?9 IS NULL OR code IN (SELECT code FROM catalogue_uses WHERE audience = ?9))
ORDER BY code
LIMIT ?10

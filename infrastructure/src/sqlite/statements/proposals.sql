SELECT position, record
FROM proposals
WHERE (?1 IS NULL OR standing = ?1)
  AND (?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(units) u WHERE u.value = ?2))
  AND (?3 IS NULL OR about = ?3)
  AND (?4 IS NULL OR position < ?4)
ORDER BY position DESC
LIMIT ?5

SELECT d.day, d.total, d.parts
FROM usage_days d
WHERE d.code = ?3 AND d.day >= ?1 AND d.day < ?2

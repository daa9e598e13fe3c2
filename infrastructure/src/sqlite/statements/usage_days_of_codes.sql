SELECT d.day, d.total, CASE WHEN ?4 THEN d.parts END AS parts
FROM usage_days d
WHERE d.day >= ?1 AND d.day < ?2 AND d.code IN (SELECT value FROM json_each(?3))

SELECT d.day, d.total, CASE WHEN $4 THEN d.parts END AS parts
FROM usage_days d
WHERE d.code = $3 AND d.day >= $1 AND d.day < $2

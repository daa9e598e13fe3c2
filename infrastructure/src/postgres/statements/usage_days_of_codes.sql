SELECT d.day, d.total, CASE WHEN $4 THEN d.parts END AS parts
FROM usage_days d
JOIN unnest($3::text[]) AS c (code) ON c.code = d.code
WHERE d.day >= $1 AND d.day < $2

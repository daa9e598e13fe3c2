SELECT d.code, d.total, d.parts
FROM json_each(?2) k
CROSS JOIN usage_days d ON d.day = ?1 AND d.code = k.value

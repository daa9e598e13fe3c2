UPDATE usage_days d SET total = c.total, parts = c.parts
FROM unnest($1::integer[], $2::text[], $3::bytea[], $4::bytea[]) AS c (day, code, total, parts)
WHERE d.day = c.day AND d.code = c.code

SELECT d.day, d.code, d.total, d.parts
FROM unnest($1::integer[], $2::text[]) AS k (day, code)
JOIN usage_days d ON d.day = k.day AND d.code = k.code

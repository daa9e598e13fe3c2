INSERT INTO usage_days (day, code, total, parts)
SELECT value ->> 0, value ->> 1, substr(?2, value ->> 2, value ->> 3), substr(?2, value ->> 4, value ->> 5)
FROM json_each(?1)
WHERE true
ON CONFLICT (day, code) DO UPDATE SET total = excluded.total, parts = excluded.parts

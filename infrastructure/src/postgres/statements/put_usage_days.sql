INSERT INTO usage_days (day, code, total, parts)
SELECT * FROM unnest($1::integer[], $2::text[], $3::bytea[], $4::bytea[])
ON CONFLICT (day, code) DO UPDATE SET total = excluded.total, parts = excluded.parts

INSERT INTO catalogue_codes (code, standing, unit, batch, record)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?1) WHERE true ORDER BY key
ON CONFLICT (code) DO UPDATE SET standing = excluded.standing, unit = excluded.unit, record = excluded.record

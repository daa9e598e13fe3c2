INSERT INTO proposals (id, position, standing, about, units, record)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?1) WHERE true
ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, record = excluded.record

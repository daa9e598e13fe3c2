INSERT INTO catalogue_audiences (name, in_use, record)
SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1) WHERE true
ON CONFLICT (name) DO UPDATE SET in_use = excluded.in_use, record = excluded.record

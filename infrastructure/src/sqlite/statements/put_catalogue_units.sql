INSERT INTO catalogue_units (name, record)
SELECT value ->> 0, value ->> 1 FROM json_each(?1) WHERE true
ON CONFLICT (name) DO UPDATE SET record = excluded.record

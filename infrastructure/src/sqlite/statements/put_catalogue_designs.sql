INSERT INTO catalogue_designs (name, in_use, unit, record)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1) WHERE true
ON CONFLICT (name) DO UPDATE SET in_use = excluded.in_use, unit = excluded.unit, record = excluded.record

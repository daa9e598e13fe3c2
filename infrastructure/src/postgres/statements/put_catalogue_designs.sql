INSERT INTO catalogue_designs (name, in_use, unit, record)
SELECT d.name, d.in_use, d.unit, d.record::jsonb
FROM unnest($1::text[], $2::boolean[], $3::text[], $4::text[]) AS d (name, in_use, unit, record)
ON CONFLICT (name) DO UPDATE SET in_use = excluded.in_use, unit = excluded.unit, record = excluded.record

INSERT INTO catalogue_audiences (name, in_use, record)
SELECT a.name, a.in_use, a.record::jsonb FROM unnest($1::text[], $2::boolean[], $3::text[]) AS a (name, in_use, record)
ON CONFLICT (name) DO UPDATE SET in_use = excluded.in_use, record = excluded.record

INSERT INTO catalogue_units (name, record)
SELECT u.name, u.record::jsonb FROM unnest($1::text[], $2::text[]) AS u (name, record)
ON CONFLICT (name) DO UPDATE SET record = excluded.record

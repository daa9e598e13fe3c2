INSERT INTO catalogue_units (name, record) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET record = excluded.record

INSERT INTO catalogue_units (name, record) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET record = excluded.record

INSERT INTO catalogue_audiences (name, in_use, record) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET in_use = excluded.in_use, record = excluded.record

INSERT INTO catalogue_codes (code, standing, unit, batch, record) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (code) DO UPDATE SET standing = excluded.standing, unit = excluded.unit, record = excluded.record

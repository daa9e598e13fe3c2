INSERT INTO names (principal, name) VALUES (?, ?)
ON CONFLICT (principal) DO UPDATE SET name = excluded.name

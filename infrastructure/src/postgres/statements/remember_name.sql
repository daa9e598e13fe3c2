INSERT INTO names (principal, name) VALUES ($1, $2)
ON CONFLICT (principal) DO UPDATE SET name = excluded.name

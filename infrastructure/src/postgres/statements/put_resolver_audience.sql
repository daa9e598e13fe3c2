INSERT INTO resolver_audiences (name, condition) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET condition = excluded.condition

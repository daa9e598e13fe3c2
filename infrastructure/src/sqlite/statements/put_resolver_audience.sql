INSERT INTO resolver_audiences (name, condition) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET condition = excluded.condition

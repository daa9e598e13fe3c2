INSERT INTO seals (position, note) VALUES ($1, $2)
ON CONFLICT (position) DO NOTHING

INSERT INTO seals (position, note) VALUES (?, ?)
ON CONFLICT (position) DO NOTHING

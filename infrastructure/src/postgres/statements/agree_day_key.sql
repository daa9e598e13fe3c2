INSERT INTO ephemeral.day_keys (day, key) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING

INSERT INTO seal_tiles (level, place, hashes) VALUES ($1, $2, $3)
ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes

INSERT INTO seal_tiles (level, place, hashes) VALUES (?, ?, ?)
ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes

INSERT INTO sessions (digest, principal, platform, began_at, seen_at) VALUES (?, ?, ?, ?, ?)

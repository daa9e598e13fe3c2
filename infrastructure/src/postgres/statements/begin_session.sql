INSERT INTO sessions (digest, principal, platform, began_at, seen_at) VALUES ($1, $2, $3, $4, $5)

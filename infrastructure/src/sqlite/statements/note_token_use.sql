INSERT INTO token_uses (principal, used_at) VALUES (?1, ?2)
ON CONFLICT (principal) DO UPDATE SET used_at = excluded.used_at WHERE token_uses.used_at <= ?3

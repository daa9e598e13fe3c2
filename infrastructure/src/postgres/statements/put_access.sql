INSERT INTO access_principals (principal, access, issued_at, revoked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (principal) DO UPDATE SET access = excluded.access, revoked_at = excluded.revoked_at

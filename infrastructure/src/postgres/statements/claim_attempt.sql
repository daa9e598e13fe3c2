INSERT INTO idempotency (principal, key, fingerprint, correlation, process, begun_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (principal, key) DO UPDATE SET process = excluded.process

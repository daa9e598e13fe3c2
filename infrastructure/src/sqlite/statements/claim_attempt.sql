INSERT INTO idempotency (principal, key, fingerprint, correlation, process, begun_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (principal, key) DO UPDATE SET process = excluded.process

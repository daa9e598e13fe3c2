DELETE FROM idempotency WHERE begun_at < $1

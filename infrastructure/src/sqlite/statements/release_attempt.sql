DELETE FROM idempotency WHERE principal = ? AND key = ? AND answer IS NULL

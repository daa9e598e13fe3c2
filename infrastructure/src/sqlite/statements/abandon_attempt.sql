UPDATE idempotency SET process = '' WHERE principal = ? AND key = ? AND answer IS NULL

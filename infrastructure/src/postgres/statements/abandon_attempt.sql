UPDATE idempotency SET process = '' WHERE principal = $1 AND key = $2 AND answer IS NULL

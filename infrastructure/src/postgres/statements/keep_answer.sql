UPDATE idempotency SET answer = $1 WHERE principal = $2 AND key = $3

UPDATE idempotency SET answer = ? WHERE principal = ? AND key = ?

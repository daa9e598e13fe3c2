SELECT fingerprint, correlation, process, answer FROM idempotency WHERE principal = ? AND key = ?

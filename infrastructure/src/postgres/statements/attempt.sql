SELECT fingerprint, correlation, process, answer FROM idempotency WHERE principal = $1 AND key = $2

SELECT fingerprint, correlation, answer,
       process = $3 OR EXISTS (SELECT FROM processes p WHERE p.process = i.process AND p.until > clock_timestamp()) AS lives
FROM idempotency i WHERE principal = $1 AND key = $2

INSERT INTO subjects (issuer, subject, principal) VALUES ($1, $2, $3)

INSERT INTO subjects (issuer, subject, principal) VALUES ($1, $2, $3)
-- Written as it is, so that the row comes back.
ON CONFLICT (issuer, subject) DO UPDATE SET principal = subjects.principal
RETURNING principal

INSERT INTO subjects (issuer, subject, principal)
SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)

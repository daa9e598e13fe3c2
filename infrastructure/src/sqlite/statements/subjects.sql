SELECT issuer, subject, principal FROM subjects

SELECT issuer, subject, principal FROM subjects WHERE principal <> ALL ($1::text[])

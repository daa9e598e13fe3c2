INSERT INTO catalogue_codes (code, standing, unit, batch, record, words)
VALUES ($1, $2, $3, $4, $5, array_to_tsvector($6))
ON CONFLICT (code)
DO UPDATE SET standing = excluded.standing, unit = excluded.unit, record = excluded.record, words = excluded.words

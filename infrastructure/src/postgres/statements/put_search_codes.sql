INSERT INTO search_codes (code, known) SELECT c.code, c.known::jsonb FROM unnest($1::text[], $2::text[]) AS c (code, known)
ON CONFLICT (code) DO UPDATE SET known = excluded.known

INSERT INTO search_codes (code, known) VALUES (?, ?)
ON CONFLICT (code) DO UPDATE SET known = excluded.known

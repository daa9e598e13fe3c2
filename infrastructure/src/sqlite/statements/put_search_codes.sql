INSERT INTO search_codes (code, known) SELECT value ->> 0, value ->> 1 FROM json_each(?1) WHERE true
ON CONFLICT (code) DO UPDATE SET known = excluded.known

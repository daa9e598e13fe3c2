INSERT INTO resolver_codes (code, configuration) VALUES ($1, $2)
ON CONFLICT (code) DO UPDATE SET configuration = excluded.configuration

INSERT INTO resolver_codes (code, configuration) VALUES (?, ?)
ON CONFLICT (code) DO UPDATE SET configuration = excluded.configuration

INSERT INTO resolver_codes (code, configuration)
SELECT value ->> 0, value ->> 1 FROM json_each(?1) WHERE true
ON CONFLICT (code) DO UPDATE SET configuration = excluded.configuration

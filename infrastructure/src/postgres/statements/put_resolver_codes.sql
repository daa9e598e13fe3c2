INSERT INTO resolver_codes (code, configuration)
SELECT c.code, c.configuration::jsonb FROM unnest($1::text[], $2::text[]) AS c (code, configuration)
ON CONFLICT (code) DO UPDATE SET configuration = excluded.configuration

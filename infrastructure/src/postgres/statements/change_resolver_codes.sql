UPDATE resolver_codes r SET configuration = c.configuration::jsonb
FROM unnest($1::text[], $2::text[]) AS c (code, configuration)
WHERE r.code = c.code

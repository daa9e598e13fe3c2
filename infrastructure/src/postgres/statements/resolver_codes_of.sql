SELECT w.key, f.configuration
FROM unnest($1::text[]) AS w (key)
-- The limit keeps it a look into the index for each, whatever the planner believes of a table it knows little about yet.
CROSS JOIN LATERAL (SELECT configuration FROM resolver_codes WHERE code = w.key LIMIT 1) f

SELECT w.key, f.record
FROM unnest($1::text[]) AS w (key)
-- The limit keeps it a look into the index for each, whatever the planner believes of a table it knows little about yet.
CROSS JOIN LATERAL (SELECT record FROM catalogue_audiences WHERE name = w.key LIMIT 1) f

SELECT DISTINCT p.position
FROM unnest($1::bigint[]) AS t (term)
CROSS JOIN unnest($2::bigint[]) AS p (position)
-- The limit keeps it a look into the index for each, whatever the planner believes.
CROSS JOIN LATERAL (
    SELECT 1 FROM search_marks m WHERE m.term = t.term AND m.position = p.position LIMIT 1
) m

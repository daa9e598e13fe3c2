SELECT e.position, e.aggregate_type, e.aggregate_id, e.sequence, e.payload, e.metadata
FROM unnest($2::text[]) WITH ORDINALITY AS w (id, place)
-- A look into the index for each, whatever the planner believes of how many there are.
CROSS JOIN LATERAL (
    SELECT * FROM events d WHERE d.aggregate_type = $1 AND d.aggregate_id = w.id ORDER BY d.sequence OFFSET 0
) e
ORDER BY w.place, e.sequence

SELECT w.kind, w.id, w.version, h.after
FROM unnest($1::text[], $2::text[], $3::bigint[]) AS w (kind, id, version)
-- The limit keeps it a look into the index for each, whatever the planner believes of a table it knows little about yet.
CROSS JOIN LATERAL (
    SELECT d.after FROM history_decisions d WHERE d.kind = w.kind AND d.id = w.id AND d.version = w.version LIMIT 1
) h

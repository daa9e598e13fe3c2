SELECT position, aggregate_type, aggregate_id, sequence, payload, metadata
FROM events
WHERE metadata ->> 'correlation' = $1 AND position > $2
ORDER BY position
LIMIT $3

SELECT position, aggregate_type, aggregate_id, sequence, payload, metadata
FROM events
WHERE position > $1
ORDER BY position
LIMIT $2

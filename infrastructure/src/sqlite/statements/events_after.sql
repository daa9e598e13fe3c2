SELECT position, aggregate_type, aggregate_id, sequence, payload, metadata
FROM events
WHERE position > ?
ORDER BY position
LIMIT ?

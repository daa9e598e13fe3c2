SELECT position, aggregate_type, aggregate_id, sequence, payload, metadata
FROM events
WHERE correlation = ? AND position > ?
ORDER BY position
LIMIT ?

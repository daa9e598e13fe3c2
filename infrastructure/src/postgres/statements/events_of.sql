SELECT position, aggregate_type, aggregate_id, sequence, payload, metadata
FROM events
WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence > $3
ORDER BY sequence
LIMIT $4

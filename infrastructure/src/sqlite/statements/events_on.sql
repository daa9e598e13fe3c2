SELECT e.position, e.aggregate_type, e.aggregate_id, e.sequence, e.payload, e.metadata
FROM json_each(?2) w
CROSS JOIN events e ON e.aggregate_type = ?1 AND e.aggregate_id = w.value
ORDER BY w.key, e.sequence

SELECT position, aggregate_type, aggregate_id
FROM events
WHERE correlation = ?
ORDER BY position DESC
LIMIT 1

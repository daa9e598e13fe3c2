SELECT position, aggregate_type, aggregate_id
FROM events
WHERE metadata ->> 'correlation' = $1
ORDER BY position DESC
LIMIT 1

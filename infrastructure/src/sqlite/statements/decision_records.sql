SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, recorded_at
FROM events
WHERE position > ?
ORDER BY position
LIMIT ?

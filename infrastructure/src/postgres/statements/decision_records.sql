SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload::text, metadata::text,
       (extract(epoch FROM recorded_at) * 1000000)::bigint AS recorded_at
FROM events
WHERE position > $1
ORDER BY position
LIMIT $2

-- As in scan_list.sql.
SELECT json_group_array(json_array(
    position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, recorded_at
))
FROM (SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?)

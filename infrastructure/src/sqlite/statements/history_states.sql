-- As in scan_list.sql.
SELECT json_group_array(json_array(h.kind, h.id, h.version, h.after))
FROM json_each(?1) w
CROSS JOIN history_decisions h ON h.kind = w.value ->> 0 AND h.id = w.value ->> 1 AND h.version = w.value ->> 2

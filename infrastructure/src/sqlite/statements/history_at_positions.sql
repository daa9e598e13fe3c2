-- As in scan_list.sql.
SELECT json_group_array(json_array(
    h.position, h.kind, h.id, h.version, h.type, h.at, h.actor, h.reason, h.source, h.correlation, h.proposal, h.proposer, h.after
))
FROM json_each(?1) p
CROSS JOIN history_decisions h ON h.position = p.value
WHERE h.at >= ?2 AND h.at < ?3

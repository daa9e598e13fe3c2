-- As in scan_list.sql.
SELECT json_group_array(json_array(
    h.position, h.kind, h.id, h.version, h.type, h.at, h.actor, h.reason, h.source, h.correlation, h.proposal, h.proposer, h.after
))
FROM (
    SELECT * FROM history_decisions
    WHERE position BETWEEN ? AND ? AND at >= ? AND at < ?
    ORDER BY position
    LIMIT ?
) h

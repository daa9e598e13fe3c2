SELECT position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after
FROM history_decisions
WHERE position BETWEEN ? AND ? AND at >= ? AND at < ?
ORDER BY position
LIMIT ?

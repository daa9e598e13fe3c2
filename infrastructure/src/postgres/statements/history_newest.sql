SELECT position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after
FROM history_decisions
WHERE position BETWEEN $1 AND $2 AND at >= $3 AND at < $4
ORDER BY position DESC
LIMIT $5

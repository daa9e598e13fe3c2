SELECT position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after
FROM history_decisions
WHERE kind = $1 AND id = $2 AND version > $3
ORDER BY version
LIMIT $4

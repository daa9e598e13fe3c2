SELECT position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after
FROM history_decisions
WHERE kind = ? AND id = ? AND version > ?
ORDER BY version
LIMIT ?

SELECT position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after
FROM history_decisions
WHERE position = ANY($1) AND at >= $2 AND at < $3

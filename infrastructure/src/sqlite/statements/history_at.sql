SELECT position, version, at, after
FROM history_decisions
WHERE kind = ? AND id = ? AND position <= ?
ORDER BY position DESC
LIMIT 1

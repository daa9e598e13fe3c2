SELECT position, version, at, after
FROM history_decisions
WHERE kind = $1 AND id = $2 AND position <= $3
ORDER BY position DESC
LIMIT 1

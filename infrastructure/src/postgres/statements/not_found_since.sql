SELECT at FROM history_decisions WHERE position > $1 ORDER BY position LIMIT 1

SELECT at FROM history_decisions WHERE position > ? ORDER BY position LIMIT 1

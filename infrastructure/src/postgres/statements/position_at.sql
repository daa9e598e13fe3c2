SELECT coalesce(max(position), 0) FROM history_decisions WHERE at <= $1

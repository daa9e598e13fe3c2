SELECT min(position) AS first, max(position) AS last FROM history_decisions WHERE at >= ? AND at < ?

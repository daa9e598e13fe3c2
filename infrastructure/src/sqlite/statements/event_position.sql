SELECT position FROM events WHERE aggregate_type = ? AND aggregate_id = ? AND sequence = ?

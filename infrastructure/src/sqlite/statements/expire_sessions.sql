DELETE FROM sessions WHERE began_at <= ? OR seen_at <= ?

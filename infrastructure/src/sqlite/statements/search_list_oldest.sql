SELECT position FROM search_marks WHERE term = ? AND position BETWEEN ? AND ? ORDER BY position LIMIT ?

SELECT position FROM search_marks WHERE term = $1 AND position BETWEEN $2 AND $3 ORDER BY position LIMIT $4

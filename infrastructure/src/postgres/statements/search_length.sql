SELECT count(*) FROM (SELECT 1 FROM search_marks WHERE term = $1 LIMIT $2) m

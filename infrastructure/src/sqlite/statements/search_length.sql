SELECT count(*) FROM (SELECT 1 FROM search_marks WHERE term = ? LIMIT ?)

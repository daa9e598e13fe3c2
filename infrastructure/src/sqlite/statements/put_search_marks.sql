INSERT INTO search_marks (term, position) VALUES (?, ?)

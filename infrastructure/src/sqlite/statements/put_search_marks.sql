INSERT INTO search_marks (term, position) SELECT value ->> 0, value ->> 1 FROM json_each(?1)

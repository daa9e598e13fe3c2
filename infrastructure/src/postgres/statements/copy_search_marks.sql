COPY search_marks (term, position) FROM STDIN (FORMAT binary)

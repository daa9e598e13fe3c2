INSERT INTO search_marks (term, position) SELECT * FROM unnest($1::bigint[], $2::bigint[])

INSERT INTO names (principal, name) SELECT * FROM unnest($1::text[], $2::text[])

INSERT INTO catalogue_tags (tag, code) SELECT * FROM unnest($1::text[], $2::text[])

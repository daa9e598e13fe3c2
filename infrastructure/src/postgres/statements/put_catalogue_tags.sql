INSERT INTO catalogue_tags (tag, code) SELECT unnest($1::text[]), $2

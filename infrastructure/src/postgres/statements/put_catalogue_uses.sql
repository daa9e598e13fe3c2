INSERT INTO catalogue_uses (audience, code) SELECT * FROM unnest($1::text[], $2::text[])

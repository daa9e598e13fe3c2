INSERT INTO catalogue_uses (audience, code) SELECT unnest($1::text[]), $2

INSERT INTO catalogue_hosts (host, code) SELECT * FROM unnest($1::text[], $2::text[])

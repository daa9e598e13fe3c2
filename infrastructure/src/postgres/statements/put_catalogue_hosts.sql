INSERT INTO catalogue_hosts (host, code) SELECT unnest($1::text[]), $2

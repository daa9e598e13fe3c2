INSERT INTO history_hosts (host, position) SELECT unnest($1::text[]), $2

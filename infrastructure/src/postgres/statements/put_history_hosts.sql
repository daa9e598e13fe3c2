INSERT INTO history_hosts (host, position) SELECT * FROM unnest($1::text[], $2::bigint[])

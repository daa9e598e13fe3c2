INSERT INTO catalogue_hosts (host, code) SELECT value ->> 0, value ->> 1 FROM json_each(?1)

INSERT INTO history_hosts (host, position) SELECT value ->> 0, value ->> 1 FROM json_each(?1)

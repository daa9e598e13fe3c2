INSERT INTO catalogue_hosts (host, code) VALUES (?, ?)

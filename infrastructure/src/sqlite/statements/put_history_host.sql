INSERT INTO history_hosts (host, position) VALUES (?, ?)

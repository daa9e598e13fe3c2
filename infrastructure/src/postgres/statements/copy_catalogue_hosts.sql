COPY catalogue_hosts (host, code) FROM STDIN (FORMAT binary)

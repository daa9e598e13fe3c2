COPY resolver_codes (code, configuration) FROM STDIN (FORMAT binary)

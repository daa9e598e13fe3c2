COPY catalogue_codes (code, standing, unit, batch, record, words) FROM STDIN (FORMAT binary)

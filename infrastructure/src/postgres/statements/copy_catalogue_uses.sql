COPY catalogue_uses (audience, code) FROM STDIN (FORMAT binary)

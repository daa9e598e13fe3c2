COPY catalogue_tags (tag, code) FROM STDIN (FORMAT binary)

INSERT INTO catalogue_tags (tag, code) VALUES (?, ?)

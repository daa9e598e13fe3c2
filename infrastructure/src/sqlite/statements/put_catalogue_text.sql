INSERT INTO catalogue_text (rowid, words) VALUES (?, ?)

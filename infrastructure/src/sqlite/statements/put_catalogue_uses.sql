INSERT INTO catalogue_uses (audience, code) VALUES (?, ?)

INSERT INTO catalogue_uses (audience, code) SELECT value ->> 0, value ->> 1 FROM json_each(?1)

INSERT INTO names (principal, name) SELECT value ->> 0, value ->> 1 FROM json_each(?)

SELECT name, record FROM catalogue_audiences WHERE name IN (SELECT value FROM json_each(?1))

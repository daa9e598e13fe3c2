SELECT code FROM catalogue_codes WHERE code IN (SELECT value FROM json_each(?1))

SELECT code, configuration FROM resolver_codes WHERE code IN (SELECT value FROM json_each(?1))

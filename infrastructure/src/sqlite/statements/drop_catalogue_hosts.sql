DELETE FROM catalogue_hosts WHERE code IN (SELECT value FROM json_each(?1))

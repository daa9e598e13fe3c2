DELETE FROM catalogue_tags WHERE code IN (SELECT value FROM json_each(?1))

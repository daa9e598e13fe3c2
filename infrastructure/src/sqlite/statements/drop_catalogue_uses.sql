DELETE FROM catalogue_uses WHERE code IN (SELECT value FROM json_each(?1))

DELETE FROM catalogue_text
WHERE rowid IN (SELECT number FROM catalogue_codes WHERE code IN (SELECT value FROM json_each(?1)))

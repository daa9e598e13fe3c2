DELETE FROM catalogue_tags WHERE code IN (SELECT value FROM json_each(?));
DELETE FROM catalogue_hosts WHERE code IN (SELECT value FROM json_each(?));
DELETE FROM catalogue_uses WHERE code IN (SELECT value FROM json_each(?));
DELETE FROM catalogue_text
WHERE rowid IN (SELECT number FROM catalogue_codes WHERE code IN (SELECT value FROM json_each(?)))

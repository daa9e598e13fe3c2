INSERT INTO catalogue_text (rowid, words)
SELECT c.number, t.value ->> 1 FROM json_each(?1) t CROSS JOIN catalogue_codes c ON c.code = t.value ->> 0 ORDER BY c.number

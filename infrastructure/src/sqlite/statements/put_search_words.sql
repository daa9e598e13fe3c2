INSERT INTO search_words (word) SELECT value FROM json_each(?1) WHERE true
ON CONFLICT (word) DO NOTHING

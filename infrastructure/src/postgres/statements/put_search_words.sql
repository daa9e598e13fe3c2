INSERT INTO search_words (word) SELECT * FROM unnest($1::text[])
ON CONFLICT (word) DO NOTHING

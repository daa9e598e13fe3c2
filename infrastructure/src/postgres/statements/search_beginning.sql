SELECT word FROM search_words WHERE word >= $1 AND word < $1 || chr(1114111) ORDER BY word LIMIT $2

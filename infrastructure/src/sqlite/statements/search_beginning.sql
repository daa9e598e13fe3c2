SELECT word FROM search_words WHERE word >= ?1 AND word < ?1 || char(0x10FFFF) ORDER BY word LIMIT ?2

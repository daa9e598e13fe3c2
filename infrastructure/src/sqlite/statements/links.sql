SELECT url, answer, status, checked_at, since, times, codes FROM links
WHERE url > ?1 AND (dead = 1 OR ?2 = 0) ORDER BY url LIMIT ?3

SELECT url, answer, status, checked_at, since, times, codes FROM links
WHERE url > $1 AND (dead OR NOT $2) ORDER BY url LIMIT $3

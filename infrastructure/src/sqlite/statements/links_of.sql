SELECT url, answer, status, checked_at, since, times, codes FROM links WHERE url IN (SELECT value FROM json_each(?1))

SELECT url, answer, status, checked_at, since, times, codes FROM links WHERE dead = 1 AND checked_at >= ?1 ORDER BY since DESC, url LIMIT ?2

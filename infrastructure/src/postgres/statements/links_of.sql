SELECT url, answer, status, checked_at, since, times, codes FROM links WHERE url = ANY ($1)

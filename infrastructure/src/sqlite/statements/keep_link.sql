INSERT INTO links (url, answer, status, checked_at, since, times, dead, codes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (url) DO UPDATE SET answer = excluded.answer, status = excluded.status, checked_at = excluded.checked_at, since = excluded.since,
    times = excluded.times, dead = excluded.dead, codes = excluded.codes

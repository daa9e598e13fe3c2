INSERT INTO usage_visits (day, visitor, place, several, visits)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (day, visitor, place) DO UPDATE SET several = excluded.several, visits = excluded.visits

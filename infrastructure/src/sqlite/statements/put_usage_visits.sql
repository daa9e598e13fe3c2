INSERT INTO usage_visits (day, visitor, place, several, visits)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, substr(?2, value ->> 4, value ->> 5)
FROM json_each(?1)
WHERE true
ON CONFLICT (day, visitor, place) DO UPDATE SET several = excluded.several, visits = excluded.visits

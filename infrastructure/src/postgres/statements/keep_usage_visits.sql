-- Whoever was at one code alone is counted for good in the days; nobody asks for them again.
INSERT INTO kept_visits (day, visitor, place, visits)
SELECT day, visitor, place, visits FROM usage_visits WHERE day >= $1 AND day < $2 AND several

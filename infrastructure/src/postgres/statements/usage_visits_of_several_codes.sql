SELECT day, visitor, visits
FROM usage_visits
WHERE day >= $1 AND day < $2 AND several
ORDER BY day, visitor, place

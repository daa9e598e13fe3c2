SELECT v.visitor, v.place, v.visits
FROM json_each(?2) k
CROSS JOIN usage_visits v ON v.day = ?1 AND v.visitor = k.value ->> 0 AND v.place = k.value ->> 1

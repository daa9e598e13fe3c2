SELECT v.day, v.visitor, v.place, v.visits
FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS k (day, visitor, place)
JOIN usage_visits v ON v.day = k.day AND v.visitor = k.visitor AND v.place = k.place

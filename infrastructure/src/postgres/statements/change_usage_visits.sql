UPDATE usage_visits v SET several = c.several, visits = c.visits
FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::boolean[], $5::bytea[]) AS c (day, visitor, place, several, visits)
WHERE v.day = c.day AND v.visitor = c.visitor AND v.place = c.place

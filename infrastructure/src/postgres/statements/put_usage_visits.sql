INSERT INTO usage_visits (day, visitor, place, several, visits)
SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::boolean[], $5::bytea[])
ON CONFLICT (day, visitor, place) DO UPDATE SET several = excluded.several, visits = excluded.visits

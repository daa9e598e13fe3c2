INSERT INTO proposals (id, position, standing, about, units, record)
SELECT p.id, p.position, p.standing, p.about,
       ARRAY(SELECT jsonb_array_elements_text(p.units::jsonb)), p.record::jsonb
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
     AS p (id, position, standing, about, units, record)
ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, record = excluded.record

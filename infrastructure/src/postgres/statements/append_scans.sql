INSERT INTO scans (position, node, "offset", at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item)
SELECT $1 + s.place, $2, s."offset", s.at, s.code, s.as_of, s.outcome, s.cause, s.platform, s.language, s.country, s.robot, s.visitor, s.referrer, s.item
FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::smallint[], $8::text[], $9::smallint[], $10::text[],
            $11::text[], $12::boolean[], $13::bigint[], $14::text[], $15::integer[])
     WITH ORDINALITY
     AS s ("offset", at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item, place)

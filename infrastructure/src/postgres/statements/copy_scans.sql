INSERT INTO scans (position, node, "offset", at, as_of, visitor, outcome, platform, robot, code, cause, language, country, referrer, item)
SELECT *
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[], $8::smallint[],
            $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::integer[])

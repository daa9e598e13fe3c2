INSERT INTO usage_hours AS u (code, hour, outcome, cause, platform, language, scans, robots)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[], $5::smallint[], $6::text[], $7::bigint[], $8::bigint[])
ON CONFLICT (code, hour, outcome, cause, platform, language)
DO UPDATE SET scans = u.scans + excluded.scans, robots = u.robots + excluded.robots

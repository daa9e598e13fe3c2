INSERT INTO usage_visitors (code, hour, outcome, cause, platform, language, visitor)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[], $5::smallint[], $6::text[], $7::bigint[])
-- Seen before in this hour: a set, not a log.
ON CONFLICT DO NOTHING

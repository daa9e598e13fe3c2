INSERT INTO usage_visitors (code, hour, visitor, outcome, cause, platform, language)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
FROM json_each(?)
WHERE true
-- Seen before in this hour: a set, not a log.
ON CONFLICT DO NOTHING

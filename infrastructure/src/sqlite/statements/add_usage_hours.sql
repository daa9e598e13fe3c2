INSERT INTO usage_hours (code, hour, outcome, cause, platform, language, scans, robots)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
FROM json_each(?)
WHERE true
ON CONFLICT (code, hour, outcome, cause, platform, language)
DO UPDATE SET scans = scans + excluded.scans, robots = robots + excluded.robots

SELECT code, hour, outcome::bigint, cause, platform::bigint, language, scans, robots
FROM kept_hours
WHERE hour >= $1 AND hour < $2
ORDER BY code, hour, outcome, cause, platform, language

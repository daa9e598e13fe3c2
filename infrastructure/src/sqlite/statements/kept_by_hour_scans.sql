SELECT code, hour, outcome, cause, platform, language, scans, robots
FROM kept_hours
WHERE hour >= ?1 AND hour < ?2
ORDER BY code, hour, outcome, cause, platform, language

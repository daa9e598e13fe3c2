SELECT code, hour, outcome::bigint, cause, platform::bigint, language, visitor
FROM kept_visitors
WHERE hour >= $1 AND hour < $2
ORDER BY code, hour, outcome, cause, platform, language, visitor

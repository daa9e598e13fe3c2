SELECT code, hour, item::bigint, choices
FROM kept_choices
WHERE hour >= $1 AND hour < $2

SELECT code, hour, item, choices
FROM kept_choices
WHERE hour >= ?1 AND hour < ?2

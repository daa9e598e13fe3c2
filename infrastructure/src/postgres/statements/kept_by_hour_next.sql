SELECT min(hour)
FROM (
    SELECT min(hour) AS hour FROM kept_hours WHERE hour >= $1
    UNION ALL
    SELECT min(hour) FROM kept_choices WHERE hour >= $1
) AS next

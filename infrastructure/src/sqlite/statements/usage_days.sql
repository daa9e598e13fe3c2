-- A look per day is less than reading all codes of each.
WITH RECURSIVE there (first, last) AS (
    SELECT max(?1, (SELECT min(day) FROM usage_days)), min(?2 - 1, (SELECT max(day) FROM usage_days))
), days (day, last) AS (
    SELECT first, last FROM there WHERE first <= last
    UNION ALL
    SELECT day + 1, last FROM days WHERE day < last
)
SELECT d.day, d.total, CASE WHEN ?4 THEN d.parts END AS parts
FROM days
CROSS JOIN usage_days d ON d.day = days.day AND d.code = ?3

-- A look per day is less than reading all codes of each.
SELECT d.day, d.total, CASE WHEN $4 THEN d.parts END AS parts
FROM generate_series(
         greatest($1, (SELECT min(day) FROM usage_days)),
         least($2 - 1, (SELECT max(day) FROM usage_days))
     ) AS k (day)
JOIN usage_days d ON d.day = k.day AND d.code = $3

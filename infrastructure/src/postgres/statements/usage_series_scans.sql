WITH buckets AS (
    SELECT place - 1 AS bucket, first, lead(first) OVER (ORDER BY place) AS next
    FROM unnest($7::bigint[]) WITH ORDINALITY AS b (first, place)
)
SELECT b.bucket, sum(u.scans)::bigint AS scans, sum(u.robots)::bigint AS robots
FROM usage_hours u
JOIN buckets b ON u.hour >= b.first AND u.hour < b.next
WHERE u.hour >= $5 AND u.hour < $6
  AND ($1::text IS NULL OR u.code = $1)
  AND ($2::text IS NULL OR u.code IN (SELECT code FROM catalogue_codes WHERE unit = $2))
  AND ($3::text IS NULL OR u.code IN (SELECT code FROM catalogue_tags WHERE tag = $3))
  AND ($4::text IS NULL OR u.code IN (SELECT code FROM catalogue_codes WHERE batch = $4))
GROUP BY b.bucket

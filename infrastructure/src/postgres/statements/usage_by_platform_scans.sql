SELECT u.platform AS value, sum(u.scans)::bigint AS scans, sum(u.robots)::bigint AS robots
FROM usage_hours u
WHERE u.hour >= $5 AND u.hour < $6
  AND ($1::text IS NULL OR u.code = $1)
  AND ($2::text IS NULL OR u.code IN (SELECT code FROM catalogue_codes WHERE unit = $2))
  AND ($3::text IS NULL OR u.code IN (SELECT code FROM catalogue_tags WHERE tag = $3))
  AND ($4::text IS NULL OR u.code IN (SELECT code FROM catalogue_codes WHERE batch = $4))
GROUP BY u.platform

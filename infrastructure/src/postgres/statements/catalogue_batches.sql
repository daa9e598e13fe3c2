SELECT c.batch AS key,
       (SELECT f.record ->> 'minted_at' FROM catalogue_codes f WHERE f.batch = c.batch LIMIT 1) AS minted_at,
       count(*) FILTER (WHERE standing = 'active') AS active, count(*) FILTER (WHERE standing = 'unassigned') AS unassigned,
       count(*) FILTER (WHERE standing = 'suspended') AS suspended, count(*) FILTER (WHERE standing = 'retired') AS retired
FROM catalogue_codes c
WHERE c.batch IS NOT NULL AND ($1::text IS NULL OR c.batch = $1) AND ($2::text IS NULL OR c.batch > $2)
GROUP BY c.batch
ORDER BY c.batch
LIMIT $3

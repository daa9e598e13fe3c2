SELECT c.batch AS key,
       (SELECT f.record ->> 'minted_at' FROM catalogue_codes f WHERE f.batch = c.batch LIMIT 1) AS minted_at,
       sum(standing = 'active') AS active, sum(standing = 'unassigned') AS unassigned,
       sum(standing = 'suspended') AS suspended, sum(standing = 'retired') AS retired
FROM catalogue_codes c
WHERE c.batch IS NOT NULL AND (?1 IS NULL OR c.batch = ?1) AND (?2 IS NULL OR c.batch > ?2)
GROUP BY c.batch
ORDER BY c.batch
LIMIT ?3

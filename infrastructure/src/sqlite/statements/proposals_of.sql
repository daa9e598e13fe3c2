SELECT record FROM proposals WHERE id IN (SELECT value FROM json_each(?1))
UNION
SELECT record FROM proposals WHERE standing = 'open' AND about IN (SELECT value FROM json_each(?2))

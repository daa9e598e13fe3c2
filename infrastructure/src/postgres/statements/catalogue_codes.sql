SELECT code AS key, record
FROM catalogue_codes
WHERE ($1::text IS NULL OR words @@ $1::tsquery)
  AND ($2::text IS NULL OR unit = $2)
  AND ($3::text IS NULL OR code IN (SELECT code FROM catalogue_tags WHERE tag = $3))
  AND ($4::text IS NULL OR standing = $4)
  AND ($5::text IS NULL OR code IN (SELECT code FROM catalogue_hosts WHERE host = $5))
  AND ($6::text IS NULL OR batch = $6)
  AND ($7::text[] IS NULL OR code = ANY ($7))
  AND ($8::text IS NULL OR code > $8)
  AND ($9::text IS NULL OR code IN (SELECT code FROM catalogue_uses WHERE audience = $9))
ORDER BY code
LIMIT $10

SELECT position, record
FROM proposals
WHERE ($1::text IS NULL OR standing = $1)
  AND ($2::text IS NULL OR $2 = ANY (units))
  AND ($3::text IS NULL OR about = $3)
  AND ($4::bigint IS NULL OR position < $4)
ORDER BY position DESC
LIMIT $5

-- The newest days first: where there is more than can be looked at, the oldest is left out. The city's own rows have no code.
SELECT code, parts
FROM usage_days
WHERE day BETWEEN $1 AND $2 AND code <> ''
ORDER BY day DESC, code DESC
LIMIT $3

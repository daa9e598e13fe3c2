INSERT INTO seal_keys (number, key)
SELECT (SELECT coalesce(max(number), 0) FROM seal_keys) + 1, $1
WHERE (SELECT key FROM seal_keys ORDER BY number DESC LIMIT 1) IS NOT DISTINCT FROM $2
ON CONFLICT DO NOTHING

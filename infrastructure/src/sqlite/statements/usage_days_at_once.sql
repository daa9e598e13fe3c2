-- All days as one value: each is its number and the length of its bytes, ten digits each, and its bytes. SQLite keeps bytes of any kind in a text.
SELECT CAST(coalesce(group_concat(format('%010d%010d', d.day, length(d.total)) || d.total, ''), '') AS BLOB)
FROM usage_days d
WHERE d.code = ?3 AND d.day >= ?1 AND d.day < ?2

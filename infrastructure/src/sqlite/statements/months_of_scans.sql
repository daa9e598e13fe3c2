SELECT strftime('%Y-%m', at / 1000000, 'unixepoch') AS month, count(*), min(position), max(position)
FROM scans
WHERE at < ?1
GROUP BY 1
ORDER BY 1

SELECT to_char(date_trunc('month', to_timestamp(at / 1000000) AT TIME ZONE 'UTC'), 'YYYY-MM') AS month, count(*), min(position), max(position)
FROM scans
WHERE at < $1
GROUP BY 1
ORDER BY 1

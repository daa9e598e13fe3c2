INSERT INTO processes AS p (process, node, until) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
ON CONFLICT (process) DO UPDATE SET until = excluded.until

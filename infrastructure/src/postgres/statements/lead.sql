INSERT INTO leaders AS l (projection, process, node, until)
SELECT projection, $2, $3, clock_timestamp() + $4 * interval '1 millisecond' FROM unnest($1::text[]) projection ORDER BY projection
ON CONFLICT (projection) DO UPDATE SET process = excluded.process, node = excluded.node, until = excluded.until
WHERE l.node = excluded.node OR l.until < clock_timestamp()

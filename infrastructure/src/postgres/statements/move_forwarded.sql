INSERT INTO forwarded AS f (node, next) VALUES ($1, $2)
ON CONFLICT (node) DO UPDATE SET next = greatest(f.next, excluded.next)

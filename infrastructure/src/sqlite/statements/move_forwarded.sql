INSERT INTO forwarded (node, next) VALUES (?, ?)
ON CONFLICT (node) DO UPDATE SET next = max(next, excluded.next)

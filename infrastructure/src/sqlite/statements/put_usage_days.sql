INSERT INTO usage_days (day, code, total, parts)
VALUES (?, ?, ?, ?)
ON CONFLICT (code, day) DO UPDATE SET total = excluded.total, parts = excluded.parts

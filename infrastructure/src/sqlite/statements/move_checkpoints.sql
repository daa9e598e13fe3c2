INSERT INTO checkpoints (projection, position)
SELECT value, ?2 FROM json_each(?1) WHERE true
ON CONFLICT (projection) DO UPDATE SET position = excluded.position

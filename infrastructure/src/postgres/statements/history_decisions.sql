SELECT h.position, h.kind, h.id, h.version, h.type, h.at, h.actor, h.reason, h.source, h.correlation, h.after,
       (SELECT b.after FROM history_decisions b WHERE b.kind = h.kind AND b.id = h.id AND b.version = h.version - 1) AS before
FROM history_decisions h
WHERE h.position > $1
  AND ($2::text IS NULL OR h.actor = $2)
  AND ($3::text IS NULL OR h.type = $3)
  AND ($4::text IS NULL OR h.position IN (SELECT position FROM history_hosts WHERE host = $4))
ORDER BY h.position
LIMIT $5

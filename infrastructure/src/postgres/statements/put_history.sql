INSERT INTO history_decisions (position, kind, id, version, type, at, actor, reason, source, correlation, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

INSERT INTO history_decisions (position, kind, id, version, type, at, actor, reason, source, correlation, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

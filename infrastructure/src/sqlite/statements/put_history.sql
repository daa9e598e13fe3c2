INSERT INTO history_decisions (position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

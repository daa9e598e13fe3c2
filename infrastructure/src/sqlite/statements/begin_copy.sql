-- While this table is there, nobody works on the store but who fills it.
CREATE TABLE IF NOT EXISTS copying (begun_at INTEGER) STRICT

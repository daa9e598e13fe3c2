-- The decision log. The first seven columns after the position are those that the event repository of sqlite-es names.
CREATE TABLE events (
    -- The triggers below cannot tell -1 from a position left out, so this refuses it.
    position       INTEGER PRIMARY KEY CHECK (position >= 1),
    aggregate_type TEXT    NOT NULL,
    aggregate_id   TEXT    NOT NULL,
    sequence       INTEGER NOT NULL CHECK (sequence >= 1),
    event_type     TEXT    NOT NULL,
    event_version  TEXT    NOT NULL,
    payload        TEXT    NOT NULL CHECK (json_valid(payload)),
    metadata       TEXT    NOT NULL CHECK (json_valid(metadata)),
    -- Microseconds since 1970. When the store took it in, beside when the decision says it was made.
    recorded_at    INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    correlation    TEXT    GENERATED ALWAYS AS (json_extract(metadata, '$.correlation')) VIRTUAL,
    UNIQUE (aggregate_type, aggregate_id, sequence)
) STRICT;

CREATE INDEX events_correlation ON events (correlation);

CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the decision log is append-only: UPDATE refused');
END;

CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the decision log is append-only: DELETE refused');
END;

-- Positions without gaps: SQLite takes the largest plus one by itself (NEW.position is -1 here then); whoever names one
-- must name that one. And no INSERT OR REPLACE past the trigger above: a taken place is a lost race.
CREATE TRIGGER events_refuse_gap BEFORE INSERT ON events
WHEN NEW.position <> -1 AND NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
BEGIN
    SELECT RAISE(ABORT, 'the decision log has no gaps: a position other than the next was refused');
END;

CREATE TRIGGER events_refuse_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events
             WHERE aggregate_type = NEW.aggregate_type AND aggregate_id = NEW.aggregate_id AND sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'version conflict');
END;

-- Answers kept for retried requests.
CREATE TABLE idempotency (
    principal   TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    correlation TEXT    NOT NULL,
    -- The process that is answering; another one than the running one is gone.
    process     TEXT    NOT NULL,
    begun_at    INTEGER NOT NULL,
    answer      TEXT,
    PRIMARY KEY (principal, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_age ON idempotency (begun_at);

-- Who is behind an opaque id. Rows here may be deleted at any time; no log refers to more than the id.
CREATE TABLE names (
    principal TEXT PRIMARY KEY,
    name      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The scan log: what every node observed, once. Nothing here says who a visitor was.
CREATE TABLE scans (
    -- The triggers below cannot tell -1 from a position left out, so this refuses it.
    position INTEGER PRIMARY KEY CHECK (position >= 1),
    -- The node that recorded it, and its number there.
    node     INTEGER NOT NULL,
    offset   INTEGER NOT NULL,
    -- Microseconds since 1970.
    at       INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    -- Position in the decision log that the node had applied.
    as_of    INTEGER NOT NULL,
    -- 0 redirected, 1 page, 2 menu, 3 json, 4 unassigned, 5 suspended, 6 retired, 7 unknown
    outcome  INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 7),
    -- status, default, audience:NAME, rule:PLACE
    cause    TEXT    NOT NULL,
    -- 0 ios, 1 android, 2 desktop, 3 other
    platform INTEGER NOT NULL CHECK (platform BETWEEN 0 AND 3),
    language TEXT,
    country  TEXT,
    robot    INTEGER NOT NULL CHECK (robot IN (0, 1)),
    -- 64 bits of a keyed hash; the key lives one day.
    visitor  INTEGER NOT NULL,
    -- Host of the page that linked here.
    referrer TEXT,
    -- The menu item chosen, from 0; empty for a scan.
    item     INTEGER,
    UNIQUE (node, offset)
) STRICT;

CREATE INDEX scans_code ON scans (code, position);

CREATE TRIGGER scans_refuse_update BEFORE UPDATE ON scans
BEGIN
    SELECT RAISE(ABORT, 'the scan log is append-only: UPDATE refused');
END;

CREATE TRIGGER scans_refuse_delete BEFORE DELETE ON scans
BEGIN
    SELECT RAISE(ABORT, 'the scan log is append-only: DELETE refused');
END;

CREATE TRIGGER scans_refuse_gap BEFORE INSERT ON scans
WHEN NEW.position <> -1 AND NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM scans)
BEGIN
    SELECT RAISE(ABORT, 'the scan log has no gaps: a position other than the next was refused');
END;

CREATE TRIGGER scans_refuse_replace BEFORE INSERT ON scans
WHEN EXISTS (SELECT 1 FROM scans WHERE node = NEW.node AND offset = NEW.offset)
BEGIN
    SELECT RAISE(ABORT, 'this scan is in the log already');
END;

-- Up to which offset each node's journal was forwarded.
CREATE TABLE forwarded (
    node INTEGER PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;

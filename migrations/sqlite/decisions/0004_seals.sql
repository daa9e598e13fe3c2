-- The tree over the decision log (RFC 6962) in tiles of 256 hashes: a read model.
CREATE TABLE seal_tiles (
    level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
    place  INTEGER NOT NULL CHECK (place >= 0),
    -- 1 to 256 of 32 bytes.
    hashes BLOB    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, place)
) STRICT;

-- Signed checkpoints of it: not to be built again, since somebody may hold one.
CREATE TABLE seals (
    -- The position of the last decision in it.
    position  INTEGER PRIMARY KEY CHECK (position >= 1),
    note      TEXT    NOT NULL,
    -- Microseconds since 1970.
    sealed_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER))
) STRICT;

-- The public halves of the keys they are signed with, the present one last.
CREATE TABLE seal_keys (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    key      TEXT    NOT NULL UNIQUE,
    since    INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER))
) STRICT;

CREATE TRIGGER seals_refuse_update BEFORE UPDATE ON seals
BEGIN
    SELECT RAISE(ABORT, 'the table of seals is append-only: UPDATE refused');
END;

CREATE TRIGGER seals_refuse_delete BEFORE DELETE ON seals
BEGIN
    SELECT RAISE(ABORT, 'the table of seals is append-only: DELETE refused');
END;

CREATE TRIGGER seal_keys_refuse_update BEFORE UPDATE ON seal_keys
BEGIN
    SELECT RAISE(ABORT, 'the table of keys is append-only: UPDATE refused');
END;

CREATE TRIGGER seal_keys_refuse_delete BEFORE DELETE ON seal_keys
BEGIN
    SELECT RAISE(ABORT, 'the table of keys is append-only: DELETE refused');
END;

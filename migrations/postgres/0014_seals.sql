-- The tree over the decision log (RFC 6962) in tiles of 256 hashes: a read model.
CREATE TABLE seal_tiles (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    place  bigint   NOT NULL CHECK (place >= 0),
    -- 1 to 256 of 32 bytes.
    hashes bytea    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, place)
);

-- Hashes cannot be compressed.
ALTER TABLE seal_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Signed checkpoints of it: not to be built again, since somebody may hold one.
CREATE TABLE seals (
    -- The position of the last decision in it.
    position  bigint PRIMARY KEY CHECK (position >= 1),
    note      text   NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The public halves of the keys they are signed with, the present one last.
CREATE TABLE seal_keys (
    number bigint PRIMARY KEY CHECK (number >= 1),
    key    text   NOT NULL UNIQUE,
    since  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TRIGGER seals_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON seals
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('table of seals');
CREATE TRIGGER seal_keys_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON seal_keys
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('table of keys');
REVOKE UPDATE, DELETE, TRUNCATE ON seals, seal_keys FROM PUBLIC, CURRENT_USER;

-- The scan log: what every node observed, once. Nothing here says who a visitor was.
CREATE TABLE scans (
    position bigint   PRIMARY KEY CHECK (position >= 1),
    -- The node that recorded it, and its number there.
    node     bigint   NOT NULL,
    "offset" bigint   NOT NULL,
    -- Microseconds since 1970.
    at       bigint   NOT NULL,
    code     text     COLLATE "C" NOT NULL,
    -- Position in the decision log that the node had applied.
    as_of    bigint   NOT NULL,
    -- 0 redirected, 1 page, 2 menu, 3 json, 4 unassigned, 5 suspended, 6 retired, 7 unknown
    outcome  smallint NOT NULL CHECK (outcome BETWEEN 0 AND 7),
    -- status, default, audience:NAME, rule:PLACE
    cause    text     COLLATE "C" NOT NULL,
    -- 0 ios, 1 android, 2 desktop, 3 other
    platform smallint NOT NULL CHECK (platform BETWEEN 0 AND 3),
    language text     COLLATE "C",
    country  text     COLLATE "C",
    robot    boolean  NOT NULL,
    -- 64 bits of a keyed hash; the key lives one day.
    visitor  bigint   NOT NULL,
    -- Host of the page that linked here.
    referrer text     COLLATE "C",
    -- The menu item chosen, from 0; empty for a scan.
    item     integer  CHECK (item BETWEEN 0 AND 65535),
    UNIQUE (node, "offset")
);

CREATE INDEX scans_code ON scans (code, position);

CREATE TRIGGER scans_take_position BEFORE INSERT ON scans
FOR EACH ROW WHEN (NEW.position IS NULL) EXECUTE FUNCTION take_position();
CREATE TRIGGER scans_refuse_gap AFTER INSERT ON scans
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_gap('scan log');
CREATE TRIGGER scans_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scans
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('scan log');

-- Up to which offset each node's journal was forwarded.
CREATE TABLE forwarded (
    node bigint PRIMARY KEY,
    next bigint NOT NULL
);

-- What several processes on one database need of each other.

-- Every process that serves, and until when it counts as living without a further sign.
CREATE TABLE processes (
    process text        COLLATE "C" PRIMARY KEY,
    -- The node whose journal it holds.
    node    bigint      NOT NULL,
    until   timestamptz NOT NULL
);

-- Which process folds a read model, and until when nobody else does.
CREATE TABLE leaders (
    projection text        COLLATE "C" PRIMARY KEY,
    process    text        COLLATE "C" NOT NULL,
    node       bigint      NOT NULL,
    until      timestamptz NOT NULL
);

-- Tells whoever listens that a log grew or a checkpoint moved. However many statements a transaction has, it is told once.
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('signpost', TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE TRIGGER events_tell AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION tell('events');
CREATE TRIGGER scans_tell AFTER INSERT ON scans FOR EACH STATEMENT EXECUTE FUNCTION tell('scans');
CREATE TRIGGER checkpoints_tell AFTER INSERT OR UPDATE OR DELETE ON checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION tell('checkpoints');

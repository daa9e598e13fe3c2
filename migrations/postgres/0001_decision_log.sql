-- The last position of each log. The row's lock, held until the append commits, makes commit order equal position order.
CREATE TABLE log_heads (
    log      text   COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
);

INSERT INTO log_heads (log) VALUES ('events'), ('scans');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the % is append-only: % refused', TG_ARGV[0], TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;

-- Heads move by appending alone, that is from within the triggers of a log.
CREATE TRIGGER log_heads_refuse_change BEFORE INSERT OR UPDATE OR DELETE ON log_heads
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change('table of heads');
CREATE TRIGGER log_heads_refuse_truncate BEFORE TRUNCATE ON log_heads
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('table of heads');

-- For who names no position, row by row.
CREATE FUNCTION take_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE log_heads SET position = position + 1 WHERE log = TG_TABLE_NAME RETURNING position INTO STRICT NEW.position;
    RETURN NEW;
END $$;

-- For who names positions, statement by statement: they are the next ones, all of them. A position up to the head is either
-- one that take_position gave, or taken already, which its unique index refuses.
CREATE FUNCTION refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head  bigint;
    first bigint;
    last  bigint;
    count bigint;
BEGIN
    SELECT min(a.position), max(a.position), count(*) INTO first, last, count FROM added a;
    SELECT h.position INTO STRICT head FROM log_heads h WHERE h.log = TG_TABLE_NAME FOR UPDATE;
    IF last > head THEN
        IF first <> head + 1 OR count <> last - head THEN
            RAISE EXCEPTION 'the % has no gaps: a position other than the next was refused', TG_ARGV[0]
                USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        UPDATE log_heads h SET position = last WHERE h.log = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

-- The decision log. The columns after the position are those that the event repository of postgres-es names.
CREATE TABLE events (
    position       bigint NOT NULL UNIQUE CHECK (position >= 1),
    aggregate_type text   COLLATE "C" NOT NULL,
    aggregate_id   text   COLLATE "C" NOT NULL,
    sequence       bigint NOT NULL CHECK (sequence >= 1),
    event_type     text   NOT NULL,
    event_version  text   NOT NULL,
    payload        jsonb  NOT NULL,
    metadata       jsonb  NOT NULL,
    -- When the store took it in, beside when the decision says it was made.
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

CREATE INDEX events_correlation ON events ((metadata ->> 'correlation'), position);

CREATE TRIGGER events_take_position BEFORE INSERT ON events
FOR EACH ROW WHEN (NEW.position IS NULL) EXECUTE FUNCTION take_position();
CREATE TRIGGER events_refuse_gap AFTER INSERT ON events
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_gap('decision log');
CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('decision log');

-- Answers kept for retried requests.
CREATE TABLE idempotency (
    principal   text   COLLATE "C" NOT NULL,
    key         text   COLLATE "C" NOT NULL,
    fingerprint text   NOT NULL,
    correlation text   NOT NULL,
    -- The process that is answering; another one than the running one is gone.
    process     text   NOT NULL,
    -- Microseconds since 1970.
    begun_at    bigint NOT NULL,
    answer      jsonb,
    PRIMARY KEY (principal, key)
);

CREATE INDEX idempotency_age ON idempotency (begun_at);

-- Who is behind an opaque id. Rows here may be deleted at any time; no log refers to more than the id.
CREATE TABLE names (
    principal text COLLATE "C" PRIMARY KEY,
    name      text NOT NULL
);

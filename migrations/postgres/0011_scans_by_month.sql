-- The scan log by months of UTC, so that a month whose time is over can be dropped as a whole.
ALTER TABLE scans RENAME TO scans_before;
ALTER TABLE scans_before RENAME CONSTRAINT scans_pkey TO scans_before_pkey;
DROP INDEX scans_code;

-- What is unique in all of it cannot be an index of parts. Positions are: refuse_scan_gap lets in none but the next. A node's
-- offsets are: the append moves the node's mark in its own transaction.
CREATE TABLE scans (LIKE scans_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (at);
CREATE INDEX scans_position ON scans (position);
CREATE INDEX scans_code ON scans (code, position);

-- Whoever names a part goes past the triggers of the whole.
CREATE FUNCTION refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the scan log is append-only, and its parts are not written to: % refused', TG_OP
        USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;

-- Makes the part of the month that a day lies in, unless it is there. Whoever appends may need one and owns nothing.
CREATE FUNCTION make_month_of_scans(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    month timestamp := date_trunc('month', day::timestamp);
    part  text      := 'scans_' || to_char(month, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(part)) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Made apart and then attached: that keeps no reader waiting.
    EXECUTE format('CREATE TABLE %I (LIKE scans INCLUDING ALL)', part);
    EXECUTE format('CREATE TRIGGER refuse_part BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refuse_part()', part);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', part);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', part);
    EXECUTE format('ALTER TABLE scans ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', part,
                   extract(epoch FROM month)::bigint * 1000000,
                   extract(epoch FROM month + interval '1 month')::bigint * 1000000);
END $$;

-- For whoever names positions, as the append does: they are the next ones, all of them, and no other.
CREATE FUNCTION refuse_scan_gap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    head  bigint;
    first bigint;
    last  bigint;
    count bigint;
BEGIN
    SELECT min(a.position), max(a.position), count(DISTINCT a.position) INTO first, last, count FROM added a;
    IF last IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT h.position INTO STRICT head FROM log_heads h WHERE h.log = 'scans' FOR UPDATE;
    IF first <> head + 1 OR last <> head + count OR count <> (SELECT count(*) FROM added) THEN
        RAISE EXCEPTION 'the scan log has no gaps: a position other than the next was refused'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE log_heads h SET position = last WHERE h.log = 'scans';
    RETURN NULL;
END $$;

DO $$
DECLARE
    routine text;
    day     date;
BEGIN
    FOREACH routine IN ARRAY ARRAY['make_month_of_scans(date)', 'refuse_scan_gap()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', routine, current_schema());
    END LOOP;
    FOR day IN SELECT DISTINCT date_trunc('month', to_timestamp(at / 1000000) AT TIME ZONE 'UTC')::date FROM scans_before LOOP
        PERFORM make_month_of_scans(day);
    END LOOP;
END $$;

INSERT INTO scans SELECT * FROM scans_before ORDER BY position;
DROP TABLE scans_before;

CREATE TRIGGER scans_refuse_gap AFTER INSERT ON scans
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_scan_gap();
CREATE TRIGGER scans_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scans
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('scan log');
CREATE TRIGGER scans_tell AFTER INSERT ON scans FOR EACH STATEMENT EXECUTE FUNCTION tell('scans');
REVOKE UPDATE, DELETE, TRUNCATE ON scans FROM PUBLIC, CURRENT_USER;

-- What was counted of scans whose month was dropped: with it, statistics can be built anew. Unlike everything else about usage
-- it cannot be built from the log any more.
CREATE TABLE kept_hours (LIKE usage_hours INCLUDING ALL);
CREATE TABLE kept_visitors (LIKE usage_visitors INCLUDING ALL);
CREATE TABLE kept_choices (LIKE usage_choices INCLUDING ALL);

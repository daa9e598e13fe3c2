-- Whoever runs the program need not own the tables. Positions are then taken by the owner on behalf of who appends: nobody
-- else moves a head, not even from within a trigger of their own.
DO $$
DECLARE
    routine text;
BEGIN
    FOREACH routine IN ARRAY ARRAY['take_position', 'refuse_gap'] LOOP
        -- Nothing in a schema of the caller's may stand in for what is meant here.
        EXECUTE format('ALTER FUNCTION %I() SECURITY DEFINER SET search_path = %I, pg_temp', routine, current_schema());
    END LOOP;
END $$;

-- Waits for whoever appends to a log, keeps others waiting until the transaction ends, and gives the log's last position.
CREATE FUNCTION lock_head(wanted text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT position FROM log_heads WHERE log = wanted FOR UPDATE
$$;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION lock_head(text) SET search_path = %I, pg_temp', current_schema());
END $$;

-- Besides the triggers: not even the owner has the right, unless they take it back first.
REVOKE UPDATE, DELETE, TRUNCATE ON events, scans FROM PUBLIC, CURRENT_USER;

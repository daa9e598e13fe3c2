-- usage, by days of UTC (days since 1970): docs/adr/0018-usage-by-day.md. What was counted until now is counted anew from the log;
-- what was kept of scans that expired is carried over between this migration and the next.
DROP TABLE usage_hours, usage_visitors, usage_choices;
DELETE FROM checkpoints WHERE projection = 'usage';

-- What a rebuild that was interrupted had built by hours.
DO $$
DECLARE
    abandoned text;
BEGIN
    FOR abandoned IN SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'rebuild_usage_') LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', abandoned);
    END LOOP;
END $$;

-- What is counted of a code or, where the code is empty, of the whole city: by the hour, as bytes (projections/src/usage/).
CREATE TABLE usage_days (
    day   integer NOT NULL,
    code  text    COLLATE "C" NOT NULL,
    -- All of it.
    total bytea   NOT NULL,
    -- The same by audience, platform, language and outcome.
    parts bytea   NOT NULL,
    PRIMARY KEY (day, code)
) WITH (fillfactor = 80);

-- Read and written with every batch, and compact as they are.
ALTER TABLE usage_days ALTER COLUMN total SET STORAGE EXTERNAL, ALTER COLUMN parts SET STORAGE EXTERNAL;

-- Where a visitor was. Place 0 is the first row of the visitor's day; only who was at very many codes has others.
CREATE TABLE usage_visits (
    visitor bigint  NOT NULL,
    place   bigint  NOT NULL,
    day     integer NOT NULL,
    -- Whether at more than one code.
    several boolean NOT NULL,
    visits  bytea   NOT NULL,
    PRIMARY KEY (day, visitor, place)
) WITH (fillfactor = 90);

ALTER TABLE usage_visits ALTER COLUMN visits SET STORAGE EXTERNAL;

-- Who is asked about sets of codes.
CREATE INDEX usage_visits_several ON usage_visits (day, visitor, place) WHERE several;

-- The same of scans whose month was dropped, but for visitors who were at one code alone.
CREATE TABLE kept_days (LIKE usage_days INCLUDING STORAGE, PRIMARY KEY (day, code));

CREATE TABLE kept_visits (
    visitor bigint  NOT NULL,
    place   bigint  NOT NULL,
    day     integer NOT NULL,
    visits  bytea   NOT NULL,
    PRIMARY KEY (day, visitor, place)
);

ALTER TABLE kept_visits ALTER COLUMN visits SET STORAGE EXTERNAL;

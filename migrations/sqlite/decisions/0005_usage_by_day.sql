-- usage, by days of UTC (days since 1970): docs/adr/0018-usage-by-day.md. What was counted until now is counted anew from the log;
-- what was kept of scans that expired is carried over between this migration and the next.
DROP TABLE usage_hours;
DROP TABLE usage_visitors;
DROP TABLE usage_choices;
DELETE FROM checkpoints WHERE projection = 'usage';

-- What is counted of a code or, where the code is empty, of the whole city: by the hour, as bytes (projections/src/usage/).
CREATE TABLE usage_days (
    day   INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    -- All of it.
    total BLOB    NOT NULL,
    -- The same by audience, platform, language and outcome.
    parts BLOB    NOT NULL,
    PRIMARY KEY (day, code)
) STRICT, WITHOUT ROWID;

-- Where a visitor was. Place 0 is the first row of the visitor's day; only who was at very many codes has others.
CREATE TABLE usage_visits (
    day     INTEGER NOT NULL,
    visitor INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    -- Whether at more than one code.
    several INTEGER NOT NULL CHECK (several IN (0, 1)),
    visits  BLOB    NOT NULL,
    PRIMARY KEY (day, visitor, place)
) STRICT, WITHOUT ROWID;

-- Who is asked about sets of codes.
CREATE INDEX usage_visits_several ON usage_visits (day, visitor, place) WHERE several;

-- The same of scans whose month was dropped, but for visitors who were at one code alone.
CREATE TABLE kept_days (
    day   INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    total BLOB    NOT NULL,
    parts BLOB    NOT NULL,
    PRIMARY KEY (day, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_visits (
    day     INTEGER NOT NULL,
    visitor INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    visits  BLOB    NOT NULL,
    PRIMARY KEY (day, visitor, place)
) STRICT, WITHOUT ROWID;

-- What is carried over is read day by day.
CREATE INDEX kept_hours_hour ON kept_hours (hour);
CREATE INDEX kept_visitors_hour ON kept_visitors (hour);
CREATE INDEX kept_choices_hour ON kept_choices (hour);

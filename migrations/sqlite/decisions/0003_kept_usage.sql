-- What was counted of scans whose month was dropped: with it, statistics can be built anew. Unlike everything else about usage
-- it cannot be built from the log any more.
CREATE TABLE kept_months (
    -- Such as 2026-11.
    month   TEXT    PRIMARY KEY,
    -- Scans of this month up to this position are in here.
    through INTEGER NOT NULL
) STRICT;

CREATE TABLE kept_hours (
    code     TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    outcome  INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    platform INTEGER NOT NULL,
    language TEXT    NOT NULL,
    scans    INTEGER NOT NULL,
    robots   INTEGER NOT NULL,
    PRIMARY KEY (code, hour, outcome, cause, platform, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_visitors (
    code     TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    visitor  INTEGER NOT NULL,
    outcome  INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    platform INTEGER NOT NULL,
    language TEXT    NOT NULL,
    PRIMARY KEY (code, hour, visitor, outcome, cause, platform, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_choices (
    code    TEXT    NOT NULL,
    hour    INTEGER NOT NULL,
    item    INTEGER NOT NULL,
    choices INTEGER NOT NULL,
    PRIMARY KEY (code, hour, item)
) STRICT, WITHOUT ROWID;

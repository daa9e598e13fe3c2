-- Whether somebody answers where codes lead: seen and not decided, so in no log.
CREATE TABLE links (
    url        TEXT    PRIMARY KEY,
    answer     TEXT    NOT NULL,
    status     INTEGER,
    checked_at INTEGER NOT NULL,
    -- Since when it has failed, and how often in a row.
    since      INTEGER,
    times      INTEGER,
    dead       INTEGER NOT NULL,
    -- Some of the codes that led there when it failed.
    codes      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX links_dead ON links (since) WHERE dead = 1;

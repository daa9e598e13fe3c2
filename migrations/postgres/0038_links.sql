-- Whether somebody answers where codes lead: seen and not decided, so in no log.
CREATE TABLE links (
    url        text    COLLATE "C" PRIMARY KEY,
    answer     text    NOT NULL,
    status     integer,
    checked_at bigint  NOT NULL,
    -- Since when it has failed, and how often in a row.
    since      bigint,
    times      bigint,
    dead       boolean NOT NULL,
    -- Some of the codes that led there when it failed.
    codes      jsonb   NOT NULL
);

CREATE INDEX links_dead ON links (since) WHERE dead;

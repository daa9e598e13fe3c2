-- search: what decisions are found by. Built from the log like every read model, from its beginning at the first start after this.
CREATE TABLE search_marks (
    -- A number that stands for what a decision is found by.
    term     bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (term, position)
);

-- Words of reasons, to know which begin alike.
CREATE TABLE search_words (
    word text COLLATE "C" PRIMARY KEY
);

-- What is known of a code that its next decision may be found by.
CREATE TABLE search_codes (
    code  text  COLLATE "C" PRIMARY KEY,
    known jsonb NOT NULL
);

-- What these were for is found in there now.
DROP TABLE history_hosts;
DROP INDEX history_decisions_actor;
DROP INDEX history_decisions_type;

-- The stretch of the log that was decided in some time is read from the index alone.
DROP INDEX history_decisions_at;
CREATE INDEX history_decisions_at ON history_decisions (at, position);

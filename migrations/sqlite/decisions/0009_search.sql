-- search: what decisions are found by. Built from the log like every read model, from its beginning at the first start after this.
CREATE TABLE search_marks (
    -- A number that stands for what a decision is found by.
    term     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (term, position)
) STRICT, WITHOUT ROWID;

-- Words of reasons, to know which begin alike.
CREATE TABLE search_words (
    word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What is known of a code that its next decision may be found by.
CREATE TABLE search_codes (
    code  TEXT PRIMARY KEY,
    known TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What these were for is found in there now.
DROP TABLE history_hosts;
DROP INDEX history_decisions_actor;
DROP INDEX history_decisions_type;

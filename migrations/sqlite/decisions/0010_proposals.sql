-- proposals: a read model
CREATE TABLE proposals (
    id       TEXT    PRIMARY KEY,
    -- Of the decision by which it was made.
    position INTEGER NOT NULL,
    standing TEXT    NOT NULL,
    -- The thing it is about, such as code/OAK-1; many codes are codes.
    about    TEXT    NOT NULL,
    -- The units in which it must be approved, as a JSON array; null stands for what belongs to no unit, or to all.
    units    TEXT    NOT NULL CHECK (json_valid(units)),
    record   TEXT    NOT NULL CHECK (json_valid(record))
) STRICT, WITHOUT ROWID;

CREATE INDEX proposals_standing ON proposals (standing, position);
CREATE INDEX proposals_about ON proposals (about, position);

-- The proposal that was approved with a decision, and who had made it.
ALTER TABLE history_decisions ADD COLUMN proposal TEXT;
ALTER TABLE history_decisions ADD COLUMN proposer TEXT;

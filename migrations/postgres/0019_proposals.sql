-- proposals: a read model
CREATE TABLE proposals (
    id       text   COLLATE "C" PRIMARY KEY,
    -- Of the decision by which it was made.
    position bigint NOT NULL,
    standing text   COLLATE "C" NOT NULL,
    -- The thing it is about, such as code/OAK-1; many codes are codes.
    about    text   COLLATE "C" NOT NULL,
    -- The units in which it must be approved; null stands for what belongs to no unit, or to all.
    units    text[] NOT NULL,
    record   jsonb  NOT NULL
);

CREATE INDEX proposals_standing ON proposals (standing, position);
CREATE INDEX proposals_about ON proposals (about, position);

-- The proposal that was approved with a decision, and who had made it.
ALTER TABLE history_decisions ADD COLUMN proposal text;
ALTER TABLE history_decisions ADD COLUMN proposer text;

-- catalogue: how symbols look in print
CREATE TABLE catalogue_designs (
    name   text    COLLATE "C" PRIMARY KEY,
    in_use boolean NOT NULL,
    unit   text    COLLATE "C",
    record jsonb   NOT NULL
);

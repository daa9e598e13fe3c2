-- catalogue: how symbols look in print
CREATE TABLE catalogue_designs (
    name   TEXT PRIMARY KEY,
    in_use INTEGER NOT NULL,
    unit   TEXT,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

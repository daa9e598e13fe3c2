-- Who signs in by an identity provider. Personal data, so in no log, and removed when its holder is forgotten.
CREATE TABLE subjects (
    issuer    TEXT NOT NULL,
    -- What the issuer knows them by.
    subject   TEXT NOT NULL,
    principal TEXT NOT NULL UNIQUE,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

-- Who signs in by an identity provider. Personal data, so in no log, and removed when its holder is forgotten.
CREATE TABLE subjects (
    issuer    text COLLATE "C" NOT NULL,
    -- What the issuer knows them by.
    subject   text COLLATE "C" NOT NULL,
    principal text COLLATE "C" NOT NULL UNIQUE,
    PRIMARY KEY (issuer, subject)
);

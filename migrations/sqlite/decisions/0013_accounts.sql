-- Local accounts. Personal data, so in no log, and removed when their holder is forgotten.
CREATE TABLE accounts (
    login      TEXT    PRIMARY KEY,
    principal  TEXT    NOT NULL UNIQUE,
    -- argon2id with its parameters and salt, as a PHC string.
    password   TEXT    NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- That somebody signed in.
CREATE TABLE sessions (
    -- SHA-256 of the secret that is in a browser's cookie and nowhere else.
    digest    TEXT    PRIMARY KEY,
    principal TEXT    NOT NULL,
    platform  TEXT    NOT NULL,
    began_at  INTEGER NOT NULL,
    seen_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_principal ON sessions (principal);

-- Attempts at signing in, of late, by what they are counted for: a digest of a login or an address.
CREATE TABLE attempts (
    subject TEXT    PRIMARY KEY,
    made    INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_last ON attempts (last_at);

-- Local accounts. Personal data, so in no log, and removed when their holder is forgotten.
CREATE TABLE accounts (
    login      text   COLLATE "C" PRIMARY KEY,
    principal  text   COLLATE "C" NOT NULL UNIQUE,
    -- argon2id with its parameters and salt, as a PHC string.
    password   text   NOT NULL,
    changed_at bigint NOT NULL
);

-- That somebody signed in.
CREATE TABLE sessions (
    -- SHA-256 of the secret that is in a browser's cookie and nowhere else.
    digest    text   COLLATE "C" PRIMARY KEY,
    principal text   COLLATE "C" NOT NULL,
    platform  text   NOT NULL,
    began_at  bigint NOT NULL,
    seen_at   bigint NOT NULL
);

CREATE INDEX sessions_principal ON sessions (principal);

-- Attempts at signing in, of late, by what they are counted for: a digest of a login or an address.
CREATE TABLE attempts (
    subject text   COLLATE "C" PRIMARY KEY,
    made    bigint NOT NULL,
    last_at bigint NOT NULL
);

CREATE INDEX attempts_last ON attempts (last_at);

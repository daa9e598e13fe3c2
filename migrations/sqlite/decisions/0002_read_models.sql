-- Everything below is built from a log alone and can be thrown away and built again.

-- Up to which position of its log each read model was built.
CREATE TABLE checkpoints (
    projection TEXT PRIMARY KEY,
    position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- resolver
CREATE TABLE resolver_codes (
    code          TEXT PRIMARY KEY,
    configuration TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE resolver_audiences (
    name      TEXT PRIMARY KEY,
    condition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- catalogue
CREATE TABLE catalogue_codes (
    number   INTEGER PRIMARY KEY,
    code     TEXT NOT NULL UNIQUE,
    standing TEXT NOT NULL,
    unit     TEXT,
    batch    TEXT,
    record   TEXT NOT NULL
) STRICT;

CREATE INDEX catalogue_codes_unit ON catalogue_codes (unit, code);
CREATE INDEX catalogue_codes_batch ON catalogue_codes (batch, code) WHERE batch IS NOT NULL;
CREATE INDEX catalogue_codes_standing ON catalogue_codes (standing, code);

CREATE TABLE catalogue_tags (
    tag  TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (tag, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX catalogue_tags_code ON catalogue_tags (code);

CREATE TABLE catalogue_hosts (
    host TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (host, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX catalogue_hosts_code ON catalogue_hosts (code);

CREATE TABLE catalogue_uses (
    audience TEXT NOT NULL,
    code     TEXT NOT NULL,
    PRIMARY KEY (audience, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX catalogue_uses_code ON catalogue_uses (code);

CREATE VIRTUAL TABLE catalogue_text USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE TABLE catalogue_audiences (
    name   TEXT PRIMARY KEY,
    in_use INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue_units (
    name   TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- history
CREATE TABLE history_decisions (
    position    INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    type        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    reason      TEXT,
    source      TEXT    NOT NULL,
    correlation TEXT    NOT NULL,
    after       TEXT    NOT NULL,
    UNIQUE (kind, id, version)
) STRICT;

CREATE INDEX history_decisions_actor ON history_decisions (actor, position);
CREATE INDEX history_decisions_type ON history_decisions (type, position);
CREATE INDEX history_decisions_at ON history_decisions (at);

CREATE TABLE history_hosts (
    host     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (host, position)
) STRICT, WITHOUT ROWID;

-- access
CREATE TABLE access_principals (
    principal  TEXT PRIMARY KEY,
    access     TEXT    NOT NULL,
    issued_at  INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- usage: hours are hours since 1970 in UTC; outcome and platform are the numbers of the scan log
CREATE TABLE usage_hours (
    code     TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    outcome  INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    platform INTEGER NOT NULL,
    language TEXT    NOT NULL,
    scans    INTEGER NOT NULL,
    robots   INTEGER NOT NULL,
    PRIMARY KEY (code, hour, outcome, cause, platform, language)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_hours_hour ON usage_hours (hour);

CREATE TABLE usage_visitors (
    code     TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    visitor  INTEGER NOT NULL,
    outcome  INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    platform INTEGER NOT NULL,
    language TEXT    NOT NULL,
    PRIMARY KEY (code, hour, visitor, outcome, cause, platform, language)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_visitors_hour ON usage_visitors (hour);

CREATE TABLE usage_choices (
    code    TEXT    NOT NULL,
    hour    INTEGER NOT NULL,
    item    INTEGER NOT NULL,
    choices INTEGER NOT NULL,
    PRIMARY KEY (code, hour, item)
) STRICT, WITHOUT ROWID;

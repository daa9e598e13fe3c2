-- Everything below is built from a log alone and can be thrown away and built again.

-- Up to which position of its log each read model was built.
CREATE TABLE checkpoints (
    projection text   COLLATE "C" PRIMARY KEY,
    position   bigint NOT NULL
);

-- resolver
CREATE TABLE resolver_codes (
    code          text  COLLATE "C" PRIMARY KEY,
    configuration jsonb NOT NULL
);

CREATE TABLE resolver_audiences (
    name      text  COLLATE "C" PRIMARY KEY,
    condition jsonb NOT NULL
);

-- catalogue
CREATE TABLE catalogue_codes (
    code     text     COLLATE "C" PRIMARY KEY,
    standing text     COLLATE "C" NOT NULL,
    unit     text     COLLATE "C",
    batch    text     COLLATE "C",
    record   jsonb    NOT NULL,
    -- Every word that the code is found by, in lower case and without accents.
    words    tsvector NOT NULL
);

CREATE INDEX catalogue_codes_unit ON catalogue_codes (unit, code);
CREATE INDEX catalogue_codes_batch ON catalogue_codes (batch, code) WHERE batch IS NOT NULL;
CREATE INDEX catalogue_codes_standing ON catalogue_codes (standing, code);
CREATE INDEX catalogue_codes_words ON catalogue_codes USING gin (words);

CREATE TABLE catalogue_tags (
    tag  text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    PRIMARY KEY (tag, code)
);

CREATE INDEX catalogue_tags_code ON catalogue_tags (code);

CREATE TABLE catalogue_hosts (
    host text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    PRIMARY KEY (host, code)
);

CREATE INDEX catalogue_hosts_code ON catalogue_hosts (code);

CREATE TABLE catalogue_uses (
    audience text COLLATE "C" NOT NULL,
    code     text COLLATE "C" NOT NULL,
    PRIMARY KEY (audience, code)
);

CREATE INDEX catalogue_uses_code ON catalogue_uses (code);

CREATE TABLE catalogue_audiences (
    name   text    COLLATE "C" PRIMARY KEY,
    in_use boolean NOT NULL,
    record jsonb   NOT NULL
);

CREATE TABLE catalogue_units (
    name   text  COLLATE "C" PRIMARY KEY,
    record jsonb NOT NULL
);

-- history
CREATE TABLE history_decisions (
    position    bigint PRIMARY KEY,
    kind        text   COLLATE "C" NOT NULL,
    id          text   COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    type        text   COLLATE "C" NOT NULL,
    -- Microseconds since 1970.
    at          bigint NOT NULL,
    actor       text   COLLATE "C" NOT NULL,
    reason      text,
    source      text   NOT NULL,
    correlation text   NOT NULL,
    after       jsonb  NOT NULL,
    UNIQUE (kind, id, version)
);

CREATE INDEX history_decisions_actor ON history_decisions (actor, position);
CREATE INDEX history_decisions_type ON history_decisions (type, position);
CREATE INDEX history_decisions_at ON history_decisions (at);

CREATE TABLE history_hosts (
    host     text   COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (host, position)
);

-- access
CREATE TABLE access_principals (
    principal  text   COLLATE "C" PRIMARY KEY,
    access     jsonb  NOT NULL,
    issued_at  bigint NOT NULL,
    revoked_at bigint
);

-- usage: hours are hours since 1970 in UTC; outcome and platform are the numbers of the scan log
CREATE TABLE usage_hours (
    code     text     COLLATE "C" NOT NULL,
    hour     bigint   NOT NULL,
    outcome  smallint NOT NULL,
    cause    text     COLLATE "C" NOT NULL,
    platform smallint NOT NULL,
    language text     COLLATE "C" NOT NULL,
    scans    bigint   NOT NULL,
    robots   bigint   NOT NULL,
    PRIMARY KEY (code, hour, outcome, cause, platform, language)
);

CREATE INDEX usage_hours_hour ON usage_hours (hour);

CREATE TABLE usage_visitors (
    code     text     COLLATE "C" NOT NULL,
    hour     bigint   NOT NULL,
    visitor  bigint   NOT NULL,
    outcome  smallint NOT NULL,
    cause    text     COLLATE "C" NOT NULL,
    platform smallint NOT NULL,
    language text     COLLATE "C" NOT NULL,
    PRIMARY KEY (code, hour, visitor, outcome, cause, platform, language)
);

CREATE INDEX usage_visitors_hour ON usage_visitors (hour);

CREATE TABLE usage_choices (
    code    text    COLLATE "C" NOT NULL,
    hour    bigint  NOT NULL,
    item    integer NOT NULL,
    choices bigint  NOT NULL,
    PRIMARY KEY (code, hour, item)
);

CREATE INDEX usage_choices_hour ON usage_choices (hour);

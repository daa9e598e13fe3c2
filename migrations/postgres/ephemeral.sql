-- The keys by which visitors are told apart, a row per day: in no backup, and in no write-ahead log, hence in no archive and on no
-- standby either. Backups leave this schema out, so a restored database makes it anew: this runs whenever
-- it is missing. Of several processes that start at once the first makes it.
SELECT pg_advisory_xact_lock(hashtextextended('signpost ephemeral', 0));

CREATE SCHEMA IF NOT EXISTS ephemeral;

CREATE UNLOGGED TABLE IF NOT EXISTS ephemeral.day_keys (
    -- Days since 1970, UTC.
    day bigint PRIMARY KEY,
    key bytea  NOT NULL CHECK (length(key) = 16)
);

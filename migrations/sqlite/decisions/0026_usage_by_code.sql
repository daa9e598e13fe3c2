-- The days of a code lie side by side, so that a year of one is read from a few pages: docs/adr/0018-usage-by-day.md.
CREATE TABLE usage_days_by_code (
    day   INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    total BLOB    NOT NULL,
    parts BLOB    NOT NULL,
    PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_days_by_code (day, code, total, parts)
SELECT day, code, total, parts FROM usage_days ORDER BY code, day;

DROP TABLE usage_days;
ALTER TABLE usage_days_by_code RENAME TO usage_days;

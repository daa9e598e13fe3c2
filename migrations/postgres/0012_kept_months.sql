-- The months whose scans were dropped, and the position up to which what was counted of them is kept. A rebuild that began
-- before another month went sees by this that it has to begin again.
CREATE TABLE kept_months (
    -- Such as 2026-11.
    month   text   COLLATE "C" PRIMARY KEY,
    through bigint NOT NULL
);

INSERT INTO kept_months (month, through)
SELECT DISTINCT to_char(to_timestamp(k.hour * 3600) AT TIME ZONE 'UTC', 'YYYY-MM'), h.position
FROM (SELECT hour FROM kept_hours UNION SELECT hour FROM kept_choices) k, log_heads h
WHERE h.log = 'scans';

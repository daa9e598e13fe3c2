-- The days of a code lie side by side in an index, so that a year of one is one stretch of it: docs/adr/0018-usage-by-day.md.
CREATE INDEX usage_days_code ON usage_days (code, day);

-- What was scanned most, and what a month's scans come to when they expire, is read by days.
CREATE INDEX usage_days_day ON usage_days (day, code);

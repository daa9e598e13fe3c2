COPY usage_days (day, code, total, parts) FROM STDIN (FORMAT binary)

SELECT max(day) FROM usage_days

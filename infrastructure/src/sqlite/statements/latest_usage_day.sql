-- The city has a row of every day that anything was counted of.
SELECT max(day) FROM usage_days WHERE code = ''

INSERT INTO kept_days SELECT * FROM usage_days WHERE day >= ?1 AND day < ?2

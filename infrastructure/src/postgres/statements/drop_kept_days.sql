DELETE FROM kept_days WHERE day >= $1 AND day < $2

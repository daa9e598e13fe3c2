DELETE FROM kept_visits WHERE day >= $1 AND day < $2

DELETE FROM usage_visits WHERE day >= $1 AND day < $2 AND NOT several

DELETE FROM attempts WHERE last_at <= $1

SELECT position, note FROM seals WHERE position > $1 ORDER BY position LIMIT $2

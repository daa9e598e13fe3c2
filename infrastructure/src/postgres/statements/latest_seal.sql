SELECT position, note FROM seals ORDER BY position DESC LIMIT 1

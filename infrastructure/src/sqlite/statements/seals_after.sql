SELECT position, note FROM seals WHERE position > ? ORDER BY position LIMIT ?

SELECT coalesce((SELECT position FROM main.checkpoints WHERE projection = ?1), 0)
     > coalesce((SELECT position FROM fresh.checkpoints WHERE projection = ?1), 0)

SELECT position FROM checkpoints WHERE projection = $1 FOR UPDATE

SELECT position FROM checkpoints WHERE projection = ?

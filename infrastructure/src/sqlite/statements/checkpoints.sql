SELECT projection, position FROM checkpoints

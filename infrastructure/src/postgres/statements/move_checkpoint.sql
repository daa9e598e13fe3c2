UPDATE checkpoints SET position = $2 WHERE projection = $1

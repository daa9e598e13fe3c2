SELECT EXISTS (SELECT * FROM main.checkpoints WHERE projection = ?)

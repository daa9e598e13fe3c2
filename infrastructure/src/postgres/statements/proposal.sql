SELECT record FROM proposals WHERE id = $1

SELECT record FROM proposals WHERE id = ?

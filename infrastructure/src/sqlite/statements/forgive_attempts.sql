DELETE FROM attempts WHERE subject = ?

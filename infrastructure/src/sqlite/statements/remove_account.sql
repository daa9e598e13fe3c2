DELETE FROM accounts WHERE principal = ?

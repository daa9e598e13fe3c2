DELETE FROM accounts WHERE principal = $1

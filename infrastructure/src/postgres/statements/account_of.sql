SELECT login, principal, password FROM accounts WHERE principal = $1

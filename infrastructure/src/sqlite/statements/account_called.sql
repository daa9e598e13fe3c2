SELECT login, principal, password FROM accounts WHERE login = ?

SELECT login, principal, password, changed_at FROM accounts

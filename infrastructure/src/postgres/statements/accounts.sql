SELECT login, principal, password, changed_at FROM accounts WHERE principal <> ALL ($1::text[])

INSERT INTO accounts (login, principal, password, changed_at) VALUES ($1, $2, $3, $4)

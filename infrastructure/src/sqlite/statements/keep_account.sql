INSERT INTO accounts (login, principal, password, changed_at) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING

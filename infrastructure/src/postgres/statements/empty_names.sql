TRUNCATE names, accounts

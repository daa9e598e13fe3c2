TRUNCATE names, accounts, subjects

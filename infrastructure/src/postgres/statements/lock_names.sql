LOCK TABLE names, accounts, subjects IN ACCESS EXCLUSIVE MODE

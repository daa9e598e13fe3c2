SELECT node, next FROM forwarded ORDER BY node

SELECT next FROM forwarded WHERE node = ?

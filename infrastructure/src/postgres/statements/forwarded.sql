SELECT next FROM forwarded WHERE node = $1

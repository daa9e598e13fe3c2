SELECT lock_head('scans')

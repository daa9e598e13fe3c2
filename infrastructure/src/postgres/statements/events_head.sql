SELECT position FROM log_heads WHERE log = 'events'

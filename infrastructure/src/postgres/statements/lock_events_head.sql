SELECT lock_head('events')

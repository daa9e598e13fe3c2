SELECT configuration FROM resolver_codes WHERE code = $1

SELECT name, condition FROM resolver_audiences

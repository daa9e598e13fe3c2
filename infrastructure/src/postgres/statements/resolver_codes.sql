SELECT code, configuration FROM resolver_codes

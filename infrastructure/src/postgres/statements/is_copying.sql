SELECT to_regclass(quote_ident(current_schema()) || '.copying') IS NOT NULL

DELETE FROM resolver_audiences WHERE name = $1

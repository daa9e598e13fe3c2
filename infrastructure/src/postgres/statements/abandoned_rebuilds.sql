SELECT quote_ident(nspname)
FROM pg_namespace
WHERE starts_with(nspname, 'rebuild_' || $1 || '_') AND nspname <> $2

SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), $1)
UNION ALL
SELECT format('REVOKE ALL ON %1$I FROM %2$I; GRANT %3$s ON %1$I TO %2$I', c.relname, $1,
              CASE
                  WHEN c.relname IN ('events', 'scans', 'seals', 'seal_keys') THEN 'SELECT, INSERT'
                  WHEN c.relname IN ('log_heads', '_sqlx_migrations') THEN 'SELECT'
                  WHEN c.relname IN ('names', 'accounts', 'subjects') THEN 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE'
                  ELSE 'SELECT, INSERT, UPDATE, DELETE'
              END)
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
UNION ALL
SELECT format('GRANT EXECUTE ON FUNCTION lock_head(text), make_month_of_scans(date) TO %I', $1)
UNION ALL
SELECT format('GRANT USAGE ON SCHEMA ephemeral TO %1$I; GRANT SELECT, INSERT, DELETE ON ephemeral.day_keys TO %1$I', $1)
WHERE to_regclass('ephemeral.day_keys') IS NOT NULL

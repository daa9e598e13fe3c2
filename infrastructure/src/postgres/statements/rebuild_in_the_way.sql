-- Who reads the tables $1, or this database as it was at some moment: processes of the server, for whoever must end one.
SELECT string_agg(format('%s (%s)', a.pid, a.usename), ', ' ORDER BY a.pid)
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.usesysid IS NOT NULL AND a.pid <> pg_backend_pid()
  AND a.application_name <> 'signpost rebuild'
  AND (a.backend_xmin IS NOT NULL
       OR EXISTS (SELECT FROM pg_locks l
                  WHERE l.pid = a.pid AND l.granted AND l.relation = ANY (SELECT t::regclass::oid FROM unnest($1::text[]) t)))

SELECT current_user::text, string_agg(c.relname, ', ' ORDER BY c.relname)
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND NOT has_table_privilege(c.oid, 'SELECT')
HAVING count(*) > 0

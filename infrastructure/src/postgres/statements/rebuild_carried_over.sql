-- What the tables in schema $1 take over of the living ones: settings, owner, and every right as it was granted, to the owner too.
WITH living AS (SELECT * FROM pg_class WHERE oid = ANY (SELECT t::regclass FROM unnest($2::text[]) t)),
granted AS (
    SELECT c.relname, '' AS columns, a.* FROM living c, aclexplode(c.relacl) a
    UNION ALL
    SELECT c.relname, format('(%I)', t.attname), a.*
    FROM living c JOIN pg_attribute t ON t.attrelid = c.oid AND NOT t.attisdropped, aclexplode(t.attacl) a
)
SELECT statement
FROM (
    SELECT 1 AS step, format('ALTER TABLE %I.%I RESET (autovacuum_enabled)', $1, c.relname) AS statement FROM living c
    UNION ALL
    SELECT 2, format('ALTER TABLE %I.%I SET (%s)', $1, c.relname, array_to_string(c.reloptions, ', '))
    FROM living c WHERE c.reloptions IS NOT NULL
    UNION ALL
    SELECT 3, format('ALTER TABLE %I.%I OWNER TO %I', $1, c.relname, pg_get_userbyid(c.relowner))
    FROM living c WHERE c.relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user)
    UNION ALL
    SELECT 4, format('REVOKE ALL ON %I.%I FROM %I', $1, c.relname, pg_get_userbyid(c.relowner))
    FROM living c WHERE c.relacl IS NOT NULL
    UNION ALL
    SELECT 5, format('GRANT %s %s ON %I.%I TO %s%s', g.privilege_type, g.columns, $1, g.relname,
                     CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                     CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granted g
) carried
ORDER BY step

SELECT rolsuper OR pg_has_role(rolname, (SELECT relowner FROM pg_class WHERE oid = 'events'::regclass), 'MEMBER')
FROM pg_roles
WHERE rolname = $1

SELECT string_agg(DISTINCT v.oid::regclass::text, ', ')
FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
  AND d.refobjid = ANY (SELECT t::regclass FROM unnest($1::text[]) t) AND v.oid <> d.refobjid

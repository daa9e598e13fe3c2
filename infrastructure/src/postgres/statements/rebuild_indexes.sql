-- What the tables in schema $1 lack of the living ones' indexes, under the same names: with $3 what folding looks rows up by, which is
-- what keeps them unique and the indexes $4, without it the rest.
SELECT CASE
           WHEN k.oid IS NOT NULL THEN
               format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', $1, c.relname, k.conname, pg_get_constraintdef(k.oid))
           ELSE
               format('CREATE %sINDEX %I ON %I.%I %s', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, x.relname, $1,
                      c.relname, substring(pg_get_indexdef(x.oid) FROM ' (USING .*)$'))
       END
FROM pg_class c
JOIN pg_index i ON i.indrelid = c.oid
JOIN pg_class x ON x.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u')
WHERE c.oid = ANY (SELECT t::regclass FROM unnest($2::text[]) t) AND (i.indisunique OR x.relname = ANY ($4)) = $3
  AND NOT EXISTS (SELECT FROM pg_class f JOIN pg_namespace n ON n.oid = f.relnamespace
                  WHERE n.nspname = $1 AND f.relname = x.relname)
ORDER BY c.relname, x.relname

SELECT CAST(l.code_id AS bigint) AS code, l.name, l.url, CASE WHEN l.visible THEN 1 ELSE 0 END AS visible
FROM qrtoolkit_core_linkurl l
ORDER BY l.code_id, l.priority DESC, l.id

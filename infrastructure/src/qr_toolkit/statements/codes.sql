SELECT CAST(c.id AS bigint) AS id, c.title, CAST(c.uuid AS text) AS uuid, coalesce(c.short_uuid, '') AS slug, c.basic_info,
       coalesce(c.kiosk_introduction, '') AS introduction, c.mode, CAST(coalesce(c.department_id, 0) AS bigint) AS department,
       CAST(coalesce(l.id, 0) AS bigint) AS link, coalesce(l.name, '') AS name, coalesce(l.url, '') AS url,
       coalesce(l.priority, CAST(0 AS double precision)) AS priority, CASE WHEN l.visible THEN 1 ELSE 0 END AS visible
FROM qrtoolkit_core_qrcode c
LEFT JOIN qrtoolkit_core_linkurl l ON l.code_id = c.id
ORDER BY c.id

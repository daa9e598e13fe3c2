SELECT CAST(c.id AS bigint) AS id, c.title, CAST(c.uuid AS text) AS uuid, coalesce(c.short_uuid, '') AS slug, c.basic_info,
       coalesce(c.kiosk_introduction, '') AS introduction, c.mode, coalesce(d.name, '') AS department
FROM qrtoolkit_core_qrcode c LEFT JOIN qrtoolkit_core_department d ON d.id = c.department_id
ORDER BY c.id

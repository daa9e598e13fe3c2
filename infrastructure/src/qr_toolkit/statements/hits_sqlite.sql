SELECT CAST(h.id AS bigint) AS id, CAST(h.hit_date AS text) AS at, coalesce(c.short_uuid, '') AS slug, CAST(c.uuid AS text) AS uuid, h.action
FROM qrtoolkit_core_apihit h
JOIN qrtoolkit_core_qrcode c ON c.id = h.code_id
ORDER BY h.id

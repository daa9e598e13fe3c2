SELECT CAST(h.id AS bigint) AS id, to_char(h.hit_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, coalesce(c.short_uuid, '') AS slug,
       CAST(c.uuid AS text) AS uuid, h.action
FROM qrtoolkit_core_apihit h
JOIN qrtoolkit_core_qrcode c ON c.id = h.code_id
ORDER BY h.id

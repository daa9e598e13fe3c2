SELECT CAST(a.id AS bigint) AS call, CAST(a.link_url_id AS bigint) AS link, a.url, a.payload, CAST(coalesce(h.id, 0) AS bigint) AS header,
       coalesce(h.key, '') AS name, coalesce(h.value, '') AS value
FROM qrtoolkit_core_apicall a
LEFT JOIN qrtoolkit_core_header h ON h.api_call_id = a.id
ORDER BY a.link_url_id, a.id, h.id

SELECT CAST(id AS bigint) AS id, name FROM qrtoolkit_core_department ORDER BY id

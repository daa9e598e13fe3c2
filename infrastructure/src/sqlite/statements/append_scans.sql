INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item)
SELECT ?1 + 1 + key, ?2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
       value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12
FROM json_each(?3)
ORDER BY key

INSERT INTO scans (position, node, offset, at, as_of, visitor, outcome, platform, robot, code, cause, language, country, referrer, item)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
       value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14
FROM json_each(?)
ORDER BY key

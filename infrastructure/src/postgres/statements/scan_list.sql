-- One row for all of them: each row that is handed over costs more than a scan in it. No text of a scan has the characters (ASCII) that separate them.
SELECT string_agg(
    concat_ws(
        chr(31), position, node, "offset", at, code, as_of, outcome, cause, platform, coalesce(language, ''), coalesce(country, ''), robot::int,
        visitor, coalesce(referrer, ''), coalesce(item::text, '')
    ),
    chr(30)
)
FROM (SELECT * FROM scans WHERE position > $1 ORDER BY position LIMIT $2) s

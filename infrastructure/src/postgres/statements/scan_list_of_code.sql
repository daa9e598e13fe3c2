-- As in scan_list.sql.
SELECT string_agg(
    concat_ws(
        chr(31), position, node, "offset", at, code, as_of, outcome, cause, platform, coalesce(language, ''), coalesce(country, ''), robot::int,
        visitor, coalesce(referrer, ''), coalesce(item::text, '')
    ),
    chr(30)
)
FROM (SELECT * FROM scans WHERE position > $1 AND code = $2 ORDER BY position LIMIT $3) s

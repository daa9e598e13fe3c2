-- As in scan_list.sql.
SELECT json_group_array(json_array(
    position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
))
FROM (SELECT * FROM scans WHERE position > ? AND code = ? ORDER BY position LIMIT ?)

-- One row of JSON for all of them: each row that SQLite's thread hands over costs more than a scan in it.
SELECT json_group_array(json_array(
    position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
))
FROM (SELECT * FROM scans WHERE position > ? ORDER BY position LIMIT ?)

SELECT position, node, "offset", at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
FROM scans
WHERE position > $1
ORDER BY position
LIMIT $2

SELECT position, node, "offset", at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
FROM scans
WHERE position > $1 AND code = $2
ORDER BY position
LIMIT $3

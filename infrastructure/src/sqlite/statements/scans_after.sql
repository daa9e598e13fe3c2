SELECT position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
FROM scans
WHERE position > ?
ORDER BY position
LIMIT ?

SELECT position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item
FROM scans
WHERE position > ? AND code = ?
ORDER BY position
LIMIT ?

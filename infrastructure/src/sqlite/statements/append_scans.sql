INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, language, country, robot, visitor, referrer, item)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

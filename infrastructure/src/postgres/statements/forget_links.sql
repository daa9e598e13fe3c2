DELETE FROM links WHERE checked_at < $1

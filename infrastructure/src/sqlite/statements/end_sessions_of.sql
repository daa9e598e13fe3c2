DELETE FROM sessions WHERE principal = ? AND digest <> ?

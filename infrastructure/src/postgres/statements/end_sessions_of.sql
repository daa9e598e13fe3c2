DELETE FROM sessions WHERE principal = $1 AND digest <> $2

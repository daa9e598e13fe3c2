SELECT EXISTS (SELECT 1 FROM subjects WHERE principal = $1)

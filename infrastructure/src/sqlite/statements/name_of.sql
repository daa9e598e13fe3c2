SELECT name FROM names WHERE principal = ?1

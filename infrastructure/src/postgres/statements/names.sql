SELECT principal, name FROM names

SELECT EXISTS (SELECT * FROM sqlite_schema WHERE name = 'kept_hours')

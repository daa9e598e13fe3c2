SELECT to_regclass('kept_hours') IS NOT NULL

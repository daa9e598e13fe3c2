SELECT make_month_of_scans($1::date)

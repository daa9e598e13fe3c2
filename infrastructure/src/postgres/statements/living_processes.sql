SELECT count(*) FROM processes WHERE until > clock_timestamp()

SELECT max(coalesce((SELECT max(position) FROM scans), 0), (SELECT through FROM expired))

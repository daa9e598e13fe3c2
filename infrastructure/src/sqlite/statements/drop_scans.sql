DELETE FROM scans WHERE at >= ?1 AND at < ?2

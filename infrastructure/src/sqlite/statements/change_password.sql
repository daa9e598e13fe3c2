UPDATE accounts SET password = ?2, changed_at = ?3 WHERE principal = ?1

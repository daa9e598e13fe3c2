SELECT code FROM catalogue_uses WHERE audience = ? ORDER BY code LIMIT ?

SELECT key FROM seal_keys ORDER BY number

DELETE FROM catalogue_hosts WHERE code = ?

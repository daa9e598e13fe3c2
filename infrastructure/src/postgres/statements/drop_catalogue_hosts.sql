DELETE FROM catalogue_hosts WHERE code = ANY ($1)

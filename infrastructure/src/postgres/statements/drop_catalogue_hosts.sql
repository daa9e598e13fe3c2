DELETE FROM catalogue_hosts WHERE code = $1

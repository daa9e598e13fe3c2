DELETE FROM catalogue_tags WHERE code = $1

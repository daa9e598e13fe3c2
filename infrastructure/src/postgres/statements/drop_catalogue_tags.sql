DELETE FROM catalogue_tags WHERE code = ANY ($1)

DELETE FROM catalogue_uses WHERE code = ANY ($1)

SELECT code FROM catalogue_codes WHERE code = ANY ($1)

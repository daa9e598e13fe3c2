SELECT record FROM catalogue_codes WHERE code = ?

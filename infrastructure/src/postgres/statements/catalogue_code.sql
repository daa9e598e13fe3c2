SELECT record FROM catalogue_codes WHERE code = $1

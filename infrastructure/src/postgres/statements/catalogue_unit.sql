SELECT record FROM catalogue_units WHERE name = $1

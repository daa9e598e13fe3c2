SELECT record FROM catalogue_audiences WHERE name = $1

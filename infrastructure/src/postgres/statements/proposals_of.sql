SELECT record FROM proposals WHERE id = ANY ($1) OR (standing = 'open' AND about = ANY ($2))

SELECT proposal, about FROM search_proposals WHERE proposal = ANY($1)

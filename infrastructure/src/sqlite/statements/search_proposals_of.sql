SELECT p.proposal, p.about FROM json_each(?1) w CROSS JOIN search_proposals p ON p.proposal = w.value

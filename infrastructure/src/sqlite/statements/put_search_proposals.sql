INSERT INTO search_proposals (proposal, about) SELECT value ->> 0, value ->> 1 FROM json_each(?1) WHERE true
ON CONFLICT (proposal) DO UPDATE SET about = excluded.about

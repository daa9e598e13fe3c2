INSERT INTO search_proposals (proposal, about)
SELECT p.proposal, p.about::jsonb FROM unnest($1::text[], $2::text[]) AS p (proposal, about)
ON CONFLICT (proposal) DO UPDATE SET about = excluded.about

INSERT INTO history_decisions (position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after)
SELECT h.position, h.kind, h.id, h.version, h.type, h.at, h.actor, h.reason, h.source, h.correlation, h.proposal, h.proposer,
       h.after::jsonb
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::text[])
     AS h (position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after)

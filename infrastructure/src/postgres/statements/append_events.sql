INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
SELECT $1 + e.place, e.kind, e.id, e.version, e.name, e.schema, e.payload::jsonb, $8
FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[])
     WITH ORDINALITY
     AS e (kind, id, version, name, schema, payload, place)

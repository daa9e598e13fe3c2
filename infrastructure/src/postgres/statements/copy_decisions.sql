INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, recorded_at)
SELECT d.position, d.kind, d.id, d.sequence, d.event, d.event_version, d.payload::jsonb, d.metadata::jsonb,
       timestamptz 'epoch' + d.recorded_at * interval '1 microsecond'
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[])
     AS d (position, kind, id, sequence, event, event_version, payload, metadata, recorded_at)

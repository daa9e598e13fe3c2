SELECT t.level, t.place, t.hashes
FROM unnest($1::smallint[], $2::bigint[]) AS wanted (level, place)
JOIN seal_tiles t USING (level, place)

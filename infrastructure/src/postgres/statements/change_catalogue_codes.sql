UPDATE catalogue_codes r
SET standing = c.standing, unit = c.unit, record = c.record::jsonb, words = array_to_tsvector(string_to_array(c.words, ' '))
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS c (code, standing, unit, record, words)
WHERE r.code = c.code

INSERT INTO catalogue_codes (code, standing, unit, batch, record, words)
SELECT c.code, c.standing, c.unit, c.batch, c.record::jsonb, array_to_tsvector(string_to_array(c.words, ' '))
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     AS c (code, standing, unit, batch, record, words)
ON CONFLICT (code)
DO UPDATE SET standing = excluded.standing, unit = excluded.unit, record = excluded.record, words = excluded.words

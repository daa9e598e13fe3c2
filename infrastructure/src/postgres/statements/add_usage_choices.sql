INSERT INTO usage_choices AS u (code, hour, item, choices)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::bigint[])
ON CONFLICT (code, hour, item) DO UPDATE SET choices = u.choices + excluded.choices

INSERT INTO usage_choices (code, hour, item, choices)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
FROM json_each(?)
WHERE true
ON CONFLICT (code, hour, item) DO UPDATE SET choices = choices + excluded.choices

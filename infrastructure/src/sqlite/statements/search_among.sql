SELECT DISTINCT m.position
FROM json_each(?1) t
CROSS JOIN json_each(?2) p
CROSS JOIN search_marks m ON m.term = t.value AND m.position = p.value

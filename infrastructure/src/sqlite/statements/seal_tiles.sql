SELECT t.level, t.place, t.hashes
FROM json_each(?) wanted
JOIN seal_tiles t ON t.level = json_extract(wanted.value, '$[0]') AND t.place = json_extract(wanted.value, '$[1]')

SELECT c.code, c.known FROM json_each(?1) w CROSS JOIN search_codes c ON c.code = w.value

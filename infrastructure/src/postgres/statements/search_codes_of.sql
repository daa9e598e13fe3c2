SELECT code, known FROM search_codes WHERE code = ANY($1)

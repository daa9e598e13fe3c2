DELETE FROM catalogue_text WHERE rowid = ?

DELETE FROM processes WHERE process <> $1 AND (node = $2 OR until < clock_timestamp() - interval '1 day')

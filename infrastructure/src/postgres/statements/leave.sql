WITH left_behind AS (DELETE FROM leaders WHERE process = $1)
DELETE FROM processes WHERE process = $1

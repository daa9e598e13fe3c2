COPY usage_visits (day, visitor, place, several, visits) FROM STDIN (FORMAT binary)

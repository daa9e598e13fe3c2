INSERT INTO kept_choices SELECT * FROM usage_choices WHERE hour >= $1 AND hour < $2

INSERT INTO kept_hours SELECT * FROM usage_hours WHERE hour >= $1 AND hour < $2

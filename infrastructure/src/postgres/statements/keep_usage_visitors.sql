INSERT INTO kept_visitors SELECT * FROM usage_visitors WHERE hour >= $1 AND hour < $2

DELETE FROM kept_hours WHERE hour >= $1 AND hour < $2

DELETE FROM kept_visitors WHERE hour >= $1 AND hour < $2

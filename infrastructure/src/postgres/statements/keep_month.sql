INSERT INTO kept_months (month, through) VALUES ($1, $2)
ON CONFLICT (month) DO UPDATE SET through = excluded.through

INSERT INTO attempts (subject, made, last_at) VALUES (?1, 1, ?2)
ON CONFLICT (subject) DO UPDATE SET
    made = CASE WHEN attempts.last_at <= ?3 THEN 1 ELSE min(attempts.made + 1, ?4 + 1) END,
    -- Who tries on while nothing is looked at does not keep its holder out for longer.
    last_at = CASE WHEN attempts.last_at > ?3 AND attempts.made > ?4 THEN attempts.last_at ELSE ?2 END
RETURNING made

SELECT EXISTS (
    SELECT
    FROM catalogue_uses u
    JOIN catalogue_codes c ON c.code = u.code
    LEFT JOIN catalogue_units n ON n.name = c.unit
    WHERE u.audience = $1 AND c.standing <> 'retired'
      AND (c.record -> 'code' ->> 'approval' = 'required' OR n.record ->> 'approval' = 'required'))

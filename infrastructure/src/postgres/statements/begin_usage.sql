DELETE FROM checkpoints WHERE projection = 'usage';
DELETE FROM usage_days;
DELETE FROM usage_visits;
DELETE FROM kept_days;
DELETE FROM kept_visits

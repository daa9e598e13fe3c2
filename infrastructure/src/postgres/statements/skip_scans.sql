-- Scans whose month was dropped are in no copy, and their positions stay taken. Heads move by appending alone otherwise.
ALTER TABLE log_heads DISABLE TRIGGER log_heads_refuse_change;
UPDATE log_heads SET position = greatest(position, {through}) WHERE log = 'scans';
ALTER TABLE log_heads ENABLE TRIGGER log_heads_refuse_change

-- Whoever else reads this database as it was at some moment, which was before now. Those who build new tables read no living ones.
SELECT l.virtualtransaction
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'virtualxid' AND l.granted AND a.backend_xmin IS NOT NULL
  AND a.datname = current_database() AND a.usesysid IS NOT NULL AND a.pid <> pg_backend_pid()
  AND a.application_name <> 'signpost rebuild'

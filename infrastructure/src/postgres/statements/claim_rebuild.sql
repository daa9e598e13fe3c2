SELECT pg_try_advisory_xact_lock(hashtextextended('signpost rebuild ' || $1, 0))

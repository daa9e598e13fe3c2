-- A head that is held keeps everybody else from appending: only who appends may hold it. Whom the program was granted to before
-- is granted this, too, once the migrations are through.
REVOKE EXECUTE ON FUNCTION lock_head(text) FROM PUBLIC;

-- Once more, for whichever table is the scan log by now.
REVOKE UPDATE, DELETE, TRUNCATE ON events, scans FROM PUBLIC, CURRENT_USER;

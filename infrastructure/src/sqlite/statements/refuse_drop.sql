CREATE TRIGGER scans_refuse_delete BEFORE DELETE ON scans
BEGIN
    SELECT RAISE(ABORT, 'the scan log is append-only: DELETE refused');
END

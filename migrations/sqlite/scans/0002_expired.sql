-- The last position that was dropped with its month: positions go on after it even when nothing is left.
CREATE TABLE expired (through INTEGER NOT NULL) STRICT;

INSERT INTO expired (through) VALUES (0);

DROP TRIGGER scans_refuse_gap;

-- A position left out (-1 here) becomes the one after the last there is, so there must be one.
CREATE TRIGGER scans_refuse_gap BEFORE INSERT ON scans
WHEN NOT (NEW.position = -1 AND EXISTS (SELECT 1 FROM scans))
    AND NEW.position IS NOT 1 + max(coalesce((SELECT max(position) FROM scans), 0), (SELECT through FROM expired))
BEGIN
    SELECT RAISE(ABORT, 'the scan log has no gaps: a position other than the next was refused');
END;

-- Made anew after it, as before: what is in the log already is told as that.
DROP TRIGGER scans_refuse_replace;

CREATE TRIGGER scans_refuse_replace BEFORE INSERT ON scans
WHEN EXISTS (SELECT 1 FROM scans WHERE node = NEW.node AND offset = NEW.offset)
BEGIN
    SELECT RAISE(ABORT, 'this scan is in the log already');
END;

-- search: decisions on proposals are found by what the proposals are about, too.
CREATE TABLE search_proposals (
    proposal TEXT PRIMARY KEY,
    -- The numbers of the terms for what it is about, as a JSON array.
    about    TEXT NOT NULL CHECK (json_valid(about))
) STRICT, WITHOUT ROWID;

-- What is indexed by now does not have it. Where there are proposals, all of it is built anew.
DELETE FROM search_marks WHERE EXISTS (SELECT 1 FROM events WHERE aggregate_type = 'proposal');
DELETE FROM search_words WHERE EXISTS (SELECT 1 FROM events WHERE aggregate_type = 'proposal');
DELETE FROM search_codes WHERE EXISTS (SELECT 1 FROM events WHERE aggregate_type = 'proposal');
DELETE FROM checkpoints WHERE projection = 'search' AND EXISTS (SELECT 1 FROM events WHERE aggregate_type = 'proposal');

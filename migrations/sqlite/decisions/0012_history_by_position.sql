-- history: what a thing was at some position is one look, however many decisions there are on it.
CREATE INDEX history_decisions_of ON history_decisions (kind, id, position);

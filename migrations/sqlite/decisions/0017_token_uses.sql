-- When tokens were last used, to the minute: observed and not decided, so in no log.
CREATE TABLE token_uses (
    principal TEXT    PRIMARY KEY,
    used_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is an account stays one after it was closed, which only the log says of those opened before.
UPDATE access_principals SET access = json_set(access, '$.signs_in', json('true'))
WHERE principal IN (
    SELECT aggregate_id FROM events WHERE aggregate_type = 'access' AND event_type = 'AccountOpened'
);

-- While this table is there, nobody works on the store but who fills it. Everybody may look.
CREATE TABLE IF NOT EXISTS copying ();
GRANT SELECT ON copying TO PUBLIC

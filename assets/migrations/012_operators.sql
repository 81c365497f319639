-- What operators log in with: the hash of a PIN with the salt of its commitment, which the newest `pin` event of the operator's key
-- binds; wrong PINs in a row and until when none is looked at; sessions as JSON. Changed in place and outside of the journal: it is
-- this file's own and joins no other.
CREATE TABLE operator_secret (
    name         TEXT PRIMARY KEY,
    salt         BLOB NOT NULL,
    phc          TEXT NOT NULL,
    failures     INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0,
    session      TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

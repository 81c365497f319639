-- Finding members (derived: `rebuild` makes all of it again). Members are indexed in runs, each of members of neighbouring
-- ids; see `store::search`. Terms are hashed, so nothing in here can be read, and a term that is taken out leaves no trace.

-- Pages of a run: its number, a term and a part of that term's list in one id, so that a page is one look-up away.
CREATE TABLE search_page (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;

-- first and last: the members it covers. state: 0 answers searches, 1 is being made out of others, 2 is being removed.
CREATE TABLE search_run (
    run   INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    state INTEGER NOT NULL
) STRICT;

-- through: members above this id are not indexed yet (an import leaves them to `tend_search`; a search reads their rows).
-- terms_version: which version of `domain::terms` made the index. merged: the next term to be merged into the run of state 1.
CREATE TABLE search_mark (k TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO search_mark VALUES ('through', 0), ('terms_version', 1), ('merged', 0);

-- Filters with a name: a setting of this file. No fact, not derived, and nobody's personal data.
CREATE TABLE saved_filter (name TEXT PRIMARY KEY, query TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Derived from here on.

-- What everybody together says of one member, by day: the cut points of the scores as JSON (or why there are none), made
-- under that version of the programme when `through_op` was the newest operation.
CREATE TABLE rfm_cut (
    day        INTEGER PRIMARY KEY,
    through_op INTEGER NOT NULL,
    program    INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;

-- Fitted models of purchases and money, by the day they are as of.
CREATE TABLE model_fit (
    day        INTEGER PRIMARY KEY,
    through_op INTEGER NOT NULL,
    program    INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;

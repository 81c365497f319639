-- What members say. The logging and every change of a case are member events like any other; their texts lie apart, so that
-- an erasure can remove them. `feedback` and `feedback_event` are derived: lists and measures read them, `rebuild` makes them.

CREATE TABLE event_text (
    event  INTEGER PRIMARY KEY,
    member INTEGER NOT NULL,
    salt   BLOB NOT NULL,
    body   TEXT NOT NULL
) STRICT;
CREATE INDEX event_text_by_member ON event_text (member);

-- Derived. `retracted` rows stay and are shown as such; `state` and what follows it are the case's, NULL without one.
CREATE TABLE feedback (
    id        INTEGER PRIMARY KEY,
    op        INTEGER NOT NULL,
    member    INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    measure   INTEGER NOT NULL,
    score     INTEGER,
    topic     TEXT,
    channel   TEXT,
    ref       TEXT,
    follow_up INTEGER NOT NULL,
    retracted INTEGER NOT NULL,
    state     INTEGER,
    owner     TEXT,
    due       INTEGER,
    reopened  INTEGER,
    reason    TEXT
) STRICT;
CREATE INDEX feedback_by_member ON feedback (member, id);
CREATE INDEX feedback_by_day ON feedback (day, id);
CREATE INDEX feedback_by_ref ON feedback (ref) WHERE ref IS NOT NULL;
CREATE INDEX feedback_open_by_due ON feedback (due) WHERE state IN (1, 2, 4);

-- Every event about a feedback, its own among them.
CREATE TABLE feedback_event (feedback INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (feedback, event)) STRICT,
WITHOUT ROWID;

-- What happens at the desk and to no member, by key (`kind:name`): one id sequence with facts and member events, bound by the
-- digest of the operation that wrote it. Free text lies apart, so that an erasure can remove it.
CREATE TABLE desk_event (
    id   INTEGER PRIMARY KEY,
    op   INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    key  TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX desk_event_by_key ON desk_event (key, id);

CREATE TABLE desk_text (event INTEGER PRIMARY KEY, salt BLOB NOT NULL, body TEXT NOT NULL) STRICT;

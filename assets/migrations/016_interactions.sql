-- What members do elsewhere (clicks, visits, social interactions), imported from files. A day of a member is one event; its counts and
-- the digests of their references lie in the event's text, where an erasure reaches them. Both tables are derived: `rebuild` makes them.

-- References that are known, so that a file that comes again counts nothing twice. Of this file's own events alone.
CREATE TABLE interaction_ref (hash INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (hash, event)) STRICT, WITHOUT ROWID;

-- How many interactions of a kind an event counts by channel; found by day, for who asks how long a channel has been silent.
CREATE TABLE interaction_day (
    day     INTEGER NOT NULL,
    channel TEXT NOT NULL,
    kind    TEXT NOT NULL,
    event   INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (day, channel, kind, event)
) STRICT, WITHOUT ROWID;

-- For other programs, as those of 015.
CREATE VIEW v_interaction AS
SELECT e.member AS member, e.op AS operation, date(i.day * 86400, 'unixepoch') AS day, NULLIF(i.channel, '') AS channel, i.kind AS kind,
       i.n AS n
FROM interaction_day i JOIN member_event e ON e.id = i.event;

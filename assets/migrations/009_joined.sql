-- Rows of other data files beside those of this one: fact, member_event, desk_event, operation, label and program hold them under
-- `file number << 40 | number`, so rows of this file are those below 2^40. What must be unique is so within this file; two files may
-- use one word for two things.

-- A member of another file has a row here like any other, the next one that was free. Here stands the number by which all files
-- know it; of a member that is not listed the row is the number. `card`: what its own file calls it, where somebody here had that
-- member number first.
CREATE TABLE joined_member (row INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, card TEXT) STRICT;

-- Derived. The facts of other files by member: their `prev` is 0, for what joins comes in no order that a pointer could follow.
CREATE TABLE joined_fact (member INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (member, fact)) STRICT, WITHOUT ROWID;

-- How many facts and events of other files there are of a member.
ALTER TABLE state ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;

-- Labels, keys and undone operations.
CREATE TABLE label_9 (id INTEGER PRIMARY KEY, text TEXT NOT NULL, op INTEGER NOT NULL) STRICT;
INSERT INTO label_9 (id, text, op) SELECT id, text, op FROM label;
DROP TABLE label;
ALTER TABLE label_9 RENAME TO label;
CREATE UNIQUE INDEX label_by_text ON label (text) WHERE id < 1099511627776;

DROP INDEX operation_by_key;
CREATE UNIQUE INDEX operation_by_key ON operation (idem_key) WHERE idem_key IS NOT NULL AND seq < 1099511627776;
DROP INDEX operation_by_reverses;
CREATE INDEX operation_by_reverses ON operation (reverses) WHERE reverses IS NOT NULL;
CREATE UNIQUE INDEX operation_undone_once ON operation (reverses) WHERE reverses IS NOT NULL AND seq < 1099511627776;

-- Lists of work on feedback that was undone with its import: files from before kept them, and nothing reads them.
DELETE FROM feedback_event WHERE feedback NOT IN (SELECT id FROM feedback);

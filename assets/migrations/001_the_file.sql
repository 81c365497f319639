-- The file as it is first made. Facts, member events, operations and programme versions are only ever inserted; every table
-- under "derived" can be made again from them by `rebuild`. Days are days since 1970-01-01 in the programme's zone, instants
-- milliseconds UTC, money minor units. `fact` has no foreign keys: one look-up per imported row would pay for a check that
-- `verify` makes anyway.

-- "Loyu": other programs' files are told from ours by it.
PRAGMA application_id = 0x4C6F7955;

-- store_id, console_id (16 bytes each), last_seen_at, members, order_key_through
CREATE TABLE meta (k TEXT PRIMARY KEY, v ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE program (
    version  INTEGER PRIMARY KEY,
    from_at  INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    op       INTEGER NOT NULL,
    toml     TEXT NOT NULL,
    sha256   BLOB NOT NULL
) STRICT;

-- The journal. `batch` is the first operation of an import that took several; `reverses` the operation this one undoes.
CREATE TABLE operation (
    seq           INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    console       BLOB NOT NULL,
    console_seq   INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    day           INTEGER NOT NULL,
    operator      TEXT NOT NULL,
    member        INTEGER,
    reason        TEXT,
    points        INTEGER,
    points_abs    INTEGER NOT NULL,
    reverses      INTEGER,
    batch         INTEGER,
    idem_key      TEXT,
    program       INTEGER NOT NULL,
    facts_n       INTEGER NOT NULL,
    facts_digest  BLOB NOT NULL,
    secret_commit BLOB,
    hash          BLOB NOT NULL,
    UNIQUE (console, console_seq)
) STRICT;
-- Partial, so that an operation without a key and without a counterpart touches no page of them.
CREATE UNIQUE INDEX operation_by_reverses ON operation (reverses) WHERE reverses IS NOT NULL;
CREATE UNIQUE INDEX operation_by_key ON operation (idem_key) WHERE idem_key IS NOT NULL;
CREATE INDEX operation_by_operator ON operation (operator, day);
CREATE INDEX operation_by_member ON operation (member, seq) WHERE member IS NOT NULL;
CREATE INDEX operation_by_kind ON operation (kind, seq);

-- The other members of a merge or an unmerge.
CREATE TABLE op_member (op INTEGER NOT NULL, member INTEGER NOT NULL, PRIMARY KEY (member, op)) STRICT, WITHOUT ROWID;

-- What an erasure may remove: the intent with its note, as JSON.
CREATE TABLE op_secret (op INTEGER PRIMARY KEY, salt BLOB NOT NULL, body TEXT NOT NULL) STRICT;

-- `prev` is this member's previous fact by arrival (0: none); `state.head` the newest. A history is a pointer chase, and an
-- append touches no index on member.
CREATE TABLE fact (
    id           INTEGER PRIMARY KEY,
    member       INTEGER NOT NULL,
    prev         INTEGER NOT NULL,
    op           INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    amount       INTEGER NOT NULL,
    points_paid  INTEGER,
    points       INTEGER NOT NULL,
    rating       INTEGER NOT NULL,
    spendable_on INTEGER,
    expires_on   INTEGER,
    link         INTEGER,
    store        INTEGER NOT NULL,
    channel      INTEGER NOT NULL,
    ref          TEXT
) STRICT;

CREATE TABLE member_event (
    id     INTEGER PRIMARY KEY,
    member INTEGER NOT NULL,
    op     INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT;
CREATE INDEX member_event_by_member ON member_event (member, id);

-- Names of stores and channels; `op` brought it, and its digest covers the text.
CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, op INTEGER NOT NULL) STRICT;

-- Personal fields: the one place an erasure empties. `no` stays.
CREATE TABLE member (
    id        INTEGER PRIMARY KEY,
    no        TEXT NOT NULL UNIQUE,
    salt      BLOB NOT NULL,
    name      TEXT NOT NULL,
    phone     TEXT NOT NULL,
    email     TEXT NOT NULL,
    birthday  INTEGER,
    joined_on INTEGER,
    store     INTEGER NOT NULL,
    channel   INTEGER NOT NULL,
    tags      TEXT NOT NULL,
    consents  TEXT NOT NULL,
    referrer  TEXT NOT NULL
) STRICT;

-- Imports: what a file brought, and the digests that let `verify` name a wrong block of a large operation.
CREATE TABLE import_batch (
    op          INTEGER PRIMARY KEY,
    what        TEXT NOT NULL,
    file_sha256 BLOB NOT NULL,
    new         INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    rejected    INTEGER NOT NULL
) STRICT;
CREATE TABLE batch_block (
    op       INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    first_id INTEGER NOT NULL,
    rows     INTEGER NOT NULL,
    digest   BLOB NOT NULL,
    PRIMARY KEY (op, n)
) STRICT, WITHOUT ROWID;

-- Derived from here on.

-- 64-bit hash of an order reference → its fact; facts above meta.order_key_through are not in it yet.
CREATE TABLE order_key (hash INTEGER PRIMARY KEY, fact INTEGER NOT NULL) STRICT;

-- Import batches that an undo took out of every fold from `at` on.
CREATE TABLE voided_batch (batch INTEGER PRIMARY KEY, by INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;

-- One row a member: what lists show, and the resume point of the fold. Right before `stale_on` and under that version of the
-- programme; a reader advances it after, or folds again.
CREATE TABLE state (
    member      INTEGER PRIMARY KEY,
    head        INTEGER NOT NULL,
    newest      INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    stale_on    INTEGER,
    program     INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    merged_into INTEGER,
    balance     INTEGER NOT NULL,
    tier        TEXT NOT NULL,
    stage       INTEGER NOT NULL,
    orders      INTEGER NOT NULL,
    days        INTEGER NOT NULL,
    net_spend   INTEGER NOT NULL,
    first_on    INTEGER,
    last_on     INTEGER,
    resume      BLOB NOT NULL
) STRICT;
CREATE INDEX state_by_stale ON state (program, stale_on);

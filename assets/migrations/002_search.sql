-- Finding members (derived: `rebuild` makes all of it again). The terms come ready-made from `domain::terms`, so every sign is
-- part of a token. Contentless, without `contentless_delete`: a term that is deleted by naming it leaves no trace in the file,
-- as an erasure demands. Nothing is merged while somebody waits for a write: `search::tend` merges in idle moments.
CREATE VIRTUAL TABLE search_ft USING fts5(
    terms, content='', columnsize=0, detail=none,
    tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_{|}~'"
);
INSERT INTO search_ft (search_ft, rank) VALUES ('automerge', 0);
INSERT INTO search_ft (search_ft, rank) VALUES ('usermerge', 8);
INSERT INTO search_ft (search_ft, rank) VALUES ('crisismerge', 256);
INSERT INTO search_ft (search_ft, rank) VALUES ('secure-delete', 1);
INSERT INTO search_ft (search_ft, rank) VALUES ('hashsize', 67108864);
CREATE VIRTUAL TABLE search_vocab USING fts5vocab(search_ft, row);

-- How many members have a term, for terms of many: totals without counting.
CREATE TABLE search_count (term TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- through: members above this id are not indexed yet (an import leaves them to `search::tend`; a search reads their rows).
-- terms_version: what `domain::terms` made the index. merging: 1 while segments are being merged.
CREATE TABLE search_mark (k TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO search_mark VALUES ('through', 0), ('terms_version', 0), ('merging', 0);

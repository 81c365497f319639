-- What later versions say of an operation or a fact beyond its columns: tagged bytes, bound by the same hash (see
-- domain::journal). NULL without any, as in every row that is older than this.
ALTER TABLE operation ADD COLUMN ext BLOB;
ALTER TABLE fact ADD COLUMN ext BLOB;

-- What the programme gives has its source as its reference. Nobody gets the same twice; what comes from another file later
-- (its numbers begin at 2^40) may name it again, and the fold counts it once.
CREATE UNIQUE INDEX fact_by_source ON fact (member, ref) WHERE kind = 4 AND ref IS NOT NULL AND id < 1099511627776;

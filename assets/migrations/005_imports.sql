-- What an import counted is bound by its journal: `closed_by` is the operation whose digest covers the row. Imports that were
-- made before have none; up to which operation that may be so is written down here.
ALTER TABLE import_batch ADD COLUMN closed_by INTEGER;
INSERT INTO meta (k, v) SELECT 'counts_unbound_through', COALESCE(MAX(seq), 0) FROM operation;

-- A review ends an imported tier: states that one has a part in are made anew by whoever meets them.
UPDATE state SET stale_on = -9223372036854775808, resume = x'' WHERE member IN (
    SELECT member FROM member_event WHERE body LIKE '{"kind":"tier_import"%' OR body LIKE '{"kind":"absorb"%'
);

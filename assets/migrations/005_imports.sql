-- What an import counted is bound by its journal: `closed_by` is the operation whose digest covers the row. Imports that were
-- made before have none; up to which operation that may be so is written down here.
ALTER TABLE import_batch ADD COLUMN closed_by INTEGER;
INSERT INTO meta (k, v) SELECT 'counts_unbound_through', COALESCE(MAX(seq), 0) FROM operation;

-- A review ends an imported tier, and a stage that is back on the day it would end has not changed: every state is made anew by
-- whoever meets it, or at idle.
UPDATE state SET stale_on = -9223372036854775808, resume = x'';

-- What an operator has moved on a day is summed for every plan: an import's steps, of which a large file has thousands, move
-- nothing and are not looked at.
CREATE INDEX operation_by_points ON operation (operator, day, points_abs) WHERE points_abs > 0;

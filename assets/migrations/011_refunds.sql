-- A refund goes with its purchase before a merge and once it is taken away: the states of all who were ever merged are made anew by
-- whoever meets them, or at idle.
UPDATE state SET stale_on = -9223372036854775808, resume = x''
WHERE member IN (
    SELECT member FROM operation WHERE kind = 11 AND member IS NOT NULL
    UNION SELECT m.member FROM operation o JOIN op_member m ON m.op = o.seq WHERE o.kind = 11
);

-- Points redeemed on an order that a refund without a time undoes on the same day go back with it: the states of those who redeemed,
-- and of those into whose files theirs have joined, are made anew by whoever meets them, or at idle.
UPDATE state SET stale_on = -9223372036854775808, resume = x''
WHERE member IN (
    WITH RECURSIVE redeemed (member) AS (
        SELECT member FROM operation WHERE kind = 6 AND member IS NOT NULL
        UNION SELECT o.member FROM operation o JOIN op_member m ON m.op = o.seq JOIN redeemed r ON r.member = m.member
              WHERE o.kind = 11 AND o.member IS NOT NULL
    )
    SELECT member FROM redeemed
);

-- Names are found by the simplified form of a character, by either kana and by both spellings of an umlaut: the index is made anew,
-- at idle; until then a search reads the members' rows.
UPDATE search_run SET state = 2 WHERE state IN (0, 1);
UPDATE search_mark SET n = 0 WHERE k IN ('through', 'merged');
UPDATE search_mark SET n = 2 WHERE k = 'terms_version';

-- What other programs read: one row a member, a purchase, a movement of points, an operation and a case, in words and without
-- anything that names a person. docs/sql.md says what the columns mean; they only ever get more. Instants are RFC 3339 in UTC, days
-- YYYY-MM-DD, money minor units.

CREATE VIEW v_member AS
SELECT m.id AS member, m.no AS member_no,
       CASE s.status WHEN 1 THEN 'active' WHEN 2 THEN 'frozen' WHEN 3 THEN 'closed' WHEN 4 THEN 'merged' WHEN 5 THEN 'erased' END AS status,
       CASE s.stage WHEN 1 THEN 'prospect' WHEN 2 THEN 'new' WHEN 3 THEN 'won_back' WHEN 4 THEN 'active' WHEN 5 THEN 'lapsing'
                    WHEN 6 THEN 'dormant' WHEN 7 THEN 'lost' END AS stage,
       s.tier AS tier, s.balance AS points, s.orders AS orders, s.days AS purchase_days, s.net_spend AS net_spend,
       date(s.first_on * 86400, 'unixepoch') AS first_on, date(s.last_on * 86400, 'unixepoch') AS last_on,
       date(m.joined_on * 86400, 'unixepoch') AS joined_on, st.text AS store, ch.text AS channel,
       date(s.day * 86400, 'unixepoch') AS as_of, date(s.stale_on * 86400, 'unixepoch') AS right_before
FROM member m JOIN state s ON s.member = m.id
LEFT JOIN label st ON st.id = m.store LEFT JOIN label ch ON ch.id = m.channel;

CREATE VIEW v_fact AS
SELECT f.id AS fact, f.member AS member, f.op AS operation,
       CASE f.kind WHEN 1 THEN 'sale' WHEN 2 THEN 'refund' WHEN 3 THEN 'opening' WHEN 4 THEN 'bonus' WHEN 5 THEN 'adjust'
                   WHEN 6 THEN 'redeem' WHEN 7 THEN 'redeem_return' END AS kind,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.at / 1000.0, 'unixepoch') AS at, f.amount AS amount, f.points_paid AS points_paid,
       f.points AS points, date(f.spendable_on * 86400, 'unixepoch') AS spendable_on,
       date(f.expires_on * 86400, 'unixepoch') AS expires_on, f.link AS link, st.text AS store, ch.text AS channel, f.ref AS reference
FROM fact f JOIN operation o ON o.seq = f.op
LEFT JOIN label st ON st.id = f.store LEFT JOIN label ch ON ch.id = f.channel
WHERE COALESCE(o.batch, o.seq) NOT IN (SELECT batch FROM voided_batch);

CREATE VIEW v_operation AS
SELECT o.seq AS seq, lower(hex(o.id)) AS id, o.kind AS kind, strftime('%Y-%m-%dT%H:%M:%SZ', o.at / 1000.0, 'unixepoch') AS at,
       date(o.day * 86400, 'unixepoch') AS day, o.operator AS operator, o.member AS member, o.reason AS reason, o.points AS points,
       o.reverses AS reverses, o.batch AS batch, o.facts_n AS facts
FROM operation o;

CREATE VIEW v_case AS
SELECT f.id AS feedback, f.member AS member, f.op AS operation,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.at / 1000.0, 'unixepoch') AS at, date(f.day * 86400, 'unixepoch') AS day, f.score AS score,
       f.topic AS topic, f.channel AS channel,
       CASE f.state WHEN 1 THEN 'open' WHEN 2 THEN 'in_progress' WHEN 3 THEN 'resolved' WHEN 4 THEN 'reopened' END AS state,
       f.owner AS owner, strftime('%Y-%m-%dT%H:%M:%SZ', f.due / 1000.0, 'unixepoch') AS due, f.reason AS reason
FROM feedback f WHERE f.retracted = 0;

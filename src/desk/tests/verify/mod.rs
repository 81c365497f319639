mod imported;

use super::*;
use crate::domain::fact::Status;
use crate::domain::num::{FactId, OpSeq};
use crate::domain::verification::{Discrepancy, VerifyReport};
use crate::store::StoreError;
use rstest::rstest;

fn verify(desk: &Desk) -> VerifyReport {
    desk.verify(None, &[], &mut |_, _| {}).unwrap()
}

/// Three members; an adjustment, a redemption, a merge, an edit, a programme and an undo.
fn lived_in() -> Desk {
    let mut desk = desk();
    let (one, two) = (enrol(&mut desk, "M1", "张伟"), enrol(&mut desk, "M2", "王芳"));
    enrol(&mut desk, "M3", "李娜");
    done(&mut desk, &adjust(one, 500));
    let reward = "a cup".to_owned();
    done(&mut desk, &Intent::Redeem(op::Redeem { member: one, points: Points(120), reward, reference: None }));
    let undone = done(&mut desk, &adjust(two, 50));
    done(&mut desk, &Intent::Undo(op::Undo { op: undone.op, reason: None }));
    done(&mut desk, &Intent::Merge(op::Merge { from: two, into: one, reason: "correction".to_owned(), note: None }));
    let mut profile = desk.profile(one).unwrap();
    profile.store = "南京西路".to_owned();
    done(&mut desk, &Intent::Edit(op::Edit { member: one, profile: Box::new(profile), note: None }));
    let toml = DEFAULT_TOML.replace("validity_months = 12", "validity_months = 6");
    desk.perform(&Intent::ApplyProgram(op::ApplyProgram { toml }), None, NOW).unwrap();
    done(&mut desk, &adjust(one, 7));
    desk
}

#[test]
fn a_file_that_nobody_touched_is_as_it_was_written() {
    let desk = lived_in();
    let proof = verify(&desk);
    assert_eq!(proof.wrong, None);
    assert_eq!((proof.operations, proof.members, proof.facts, proof.events), (12, 3, 5, 6));
    assert_eq!(proof.checkpoint, desk.checkpoint().unwrap());
}

#[rstest]
#[case::operation_kind("UPDATE operation SET kind = 6 WHERE seq = 5", "operation 5 hash")]
#[case::operation_kind_unknown("UPDATE operation SET kind = 99 WHERE seq = 5", "operation 5 kind")]
#[case::operation_at("UPDATE operation SET at = at + 1 WHERE seq = 5", "operation 5 hash")]
#[case::operation_day("UPDATE operation SET day = day + 1 WHERE seq = 5", "operation 5 hash")]
#[case::operation_operator("UPDATE operation SET operator = 'x' WHERE seq = 5", "operation 5 hash")]
#[case::operation_member("UPDATE operation SET member = 3 WHERE seq = 5", "operation 5 hash")]
#[case::operation_member_gone("UPDATE operation SET member = NULL WHERE seq = 5", "operation 5 hash")]
#[case::operation_reason("UPDATE operation SET reason = 'other' WHERE seq = 5", "operation 5 hash")]
#[case::operation_points("UPDATE operation SET points = 501 WHERE seq = 5", "operation 5 hash")]
#[case::operation_points_abs("UPDATE operation SET points_abs = 0 WHERE seq = 5", "operation 5 hash")]
#[case::operation_reverses("UPDATE operation SET reverses = 5 WHERE seq = 8", "operation 8 hash")]
#[case::operation_batch("UPDATE operation SET batch = 2 WHERE seq = 5", "operation 5 hash")]
#[case::operation_key("UPDATE operation SET idem_key = 'k' WHERE seq = 5", "operation 5 hash")]
#[case::operation_program("UPDATE operation SET program = 2 WHERE seq = 5", "operation 5 hash")]
#[case::operation_facts_n("UPDATE operation SET facts_n = 2 WHERE seq = 5", "operation 5 hash")]
#[case::operation_digest("UPDATE operation SET facts_digest = zeroblob(32) WHERE seq = 5", "operation 5 hash")]
#[case::operation_digest_short("UPDATE operation SET facts_digest = x'00' WHERE seq = 5", "operation 5 facts_digest")]
#[case::operation_commit("UPDATE operation SET secret_commit = NULL WHERE seq = 5", "operation 5 hash")]
#[case::operation_hash("UPDATE operation SET hash = zeroblob(32) WHERE seq = 5", "operation 5 hash")]
#[case::operation_id("UPDATE operation SET id = zeroblob(16) WHERE seq = 5", "operation 5 hash")]
#[case::operation_console("UPDATE operation SET console = zeroblob(16) WHERE seq = 5", "operation 5 console_seq")]
#[case::operation_console_seq("UPDATE operation SET console_seq = 77 WHERE seq = 5", "operation 5 console_seq")]
#[case::operation_ext("UPDATE operation SET ext = x'000100000000' WHERE seq = 5", "operation 5 hash")]
#[case::operation_ext_unreadable("UPDATE operation SET ext = x'' WHERE seq = 5", "operation 5 ext")]
#[case::operation_gone("DELETE FROM operation WHERE seq = 5", "operation 5 seq")]
#[case::operation_moved("UPDATE operation SET seq = 99 WHERE seq = 12", "operation 12 seq")]
#[case::store_id("UPDATE meta SET v = zeroblob(16) WHERE k = 'store_id'", "operation 1 hash")]
#[case::console_id("UPDATE meta SET v = zeroblob(16) WHERE k = 'console_id'", "table meta console_id")]
#[case::secret_body("UPDATE op_secret SET body = replace(body, '500', '501') WHERE op = 5", "secret 5 altered")]
#[case::secret_salt("UPDATE op_secret SET salt = zeroblob(16) WHERE op = 5", "secret 5 altered")]
#[case::secret_gone("DELETE FROM op_secret WHERE op = 5", "secret 5 missing")]
#[case::secret_stray("INSERT INTO op_secret VALUES (99, x'00', '{}')", "table op_secret 99")]
#[case::fact_member("UPDATE fact SET member = 3 WHERE id = 4", "rows 5 4..4")]
#[case::fact_prev("UPDATE fact SET prev = 0 WHERE id = 5", "row 5 prev")]
#[case::fact_op("UPDATE fact SET op = 4 WHERE id = 4", "rows 4 3..4")]
#[case::fact_op_later("UPDATE fact SET op = 12 WHERE id = 4", "rows 5 0..0")]
#[case::fact_kind("UPDATE fact SET kind = 4 WHERE id = 4", "rows 5 4..4")]
#[case::fact_kind_unknown("UPDATE fact SET kind = 44 WHERE id = 4", "row 4 kind")]
#[case::fact_at("UPDATE fact SET at = at - 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_amount("UPDATE fact SET amount = 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_points_paid("UPDATE fact SET points_paid = 0 WHERE id = 4", "rows 5 4..4")]
#[case::fact_points("UPDATE fact SET points = 501 WHERE id = 4", "rows 5 4..4")]
#[case::fact_rating("UPDATE fact SET rating = 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_spendable_on("UPDATE fact SET spendable_on = 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_expires_on("UPDATE fact SET expires_on = NULL WHERE id = 4", "rows 5 4..4")]
#[case::fact_link("UPDATE fact SET link = 4 WHERE id = 5", "rows 6 5..5")]
#[case::fact_store("UPDATE fact SET store = 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_channel("UPDATE fact SET channel = 1 WHERE id = 4", "rows 5 4..4")]
#[case::fact_ref("UPDATE fact SET ref = 'A-1' WHERE id = 4", "rows 5 4..4")]
#[case::fact_ext("UPDATE fact SET ext = x'000100000000' WHERE id = 4", "rows 5 4..4")]
#[case::fact_ext_unreadable("UPDATE fact SET ext = x'00' WHERE id = 4", "row 4 ext")]
#[case::fact_id("UPDATE fact SET id = 99 WHERE id = 4", "rows 5 0..0")]
#[case::fact_gone("DELETE FROM fact WHERE id = 4", "rows 5 0..0")]
#[case::fact_slipped_in(
    "INSERT INTO fact SELECT 99, member, 0, 99, kind, at, amount, points_paid, points, rating, spendable_on, expires_on,
     link, store, channel, ref, ext FROM fact WHERE id = 4",
    "row 99 prev"
)]
#[case::fact_behind_the_last(
    "INSERT INTO fact SELECT 99, 1, (SELECT head FROM state WHERE member = 1), 99, kind, at, amount, points_paid, points,
     rating, spendable_on, expires_on, link, store, channel, NULL, NULL FROM fact WHERE id = 4",
    "row 99 op"
)]
#[case::event_member("UPDATE member_event SET member = 2 WHERE id = 1", "rows 2 1..1")]
#[case::event_op("UPDATE member_event SET op = 3 WHERE id = 1", "rows 2 0..0")]
#[case::event_at("UPDATE member_event SET at = at - 1 WHERE id = 1", "rows 2 1..1")]
#[case::event_body("UPDATE member_event SET body = '{\"kind\":\"erase\"}' WHERE id = 1", "rows 2 1..1")]
#[case::event_gone("DELETE FROM member_event WHERE id = 1", "rows 2 0..0")]
#[case::event_slipped_in("INSERT INTO member_event SELECT 99, 1, 99, at, body FROM member_event LIMIT 1", "row 99 op")]
#[case::op_member_other("UPDATE op_member SET member = 3", "table op_member 9")]
#[case::op_member_gone("DELETE FROM op_member", "table op_member 9")]
#[case::label("UPDATE label SET text = 'x'", "rows 10 10..10")]
#[case::program_text("UPDATE program SET toml = toml || ' ' WHERE version = 2", "rows 11 0..0")]
#[case::program_from("UPDATE program SET from_at = 0 WHERE version = 2", "rows 11 0..0")]
#[case::program_digest("UPDATE program SET sha256 = x'00' WHERE version = 2", "table program 2")]
#[case::member_name("UPDATE member SET name = 'x' WHERE id = 2", "profile 2")]
#[case::member_phone("UPDATE member SET phone = '1' WHERE id = 2", "profile 2")]
#[case::member_salt("UPDATE member SET salt = zeroblob(16) WHERE id = 2", "profile 2")]
#[case::member_no("UPDATE member SET no = 'M9' WHERE id = 2", "profile 2")]
#[case::state_head("UPDATE state SET head = 4 WHERE member = 1", "state 1 head")]
#[case::state_newest("UPDATE state SET newest = 4 WHERE member = 1", "state 1 newest")]
#[case::state_day("UPDATE state SET day = day + 10000 WHERE member = 1", "state 1 balance")]
#[case::state_stale_on("UPDATE state SET stale_on = NULL WHERE member = 1", "state 1 stale_on")]
#[case::state_program("UPDATE state SET program = 3 WHERE member = 1", "state 1 program")]
#[case::state_status("UPDATE state SET status = 2 WHERE member = 1", "state 1 status")]
#[case::state_status_unknown("UPDATE state SET status = 22 WHERE member = 1", "state 1 status")]
#[case::state_merged_into("UPDATE state SET merged_into = 3 WHERE member = 2", "state 2 merged_into")]
#[case::state_balance("UPDATE state SET balance = balance + 1 WHERE member = 1", "state 1 balance")]
#[case::state_tier("UPDATE state SET tier = 'gold' WHERE member = 1", "state 1 tier")]
#[case::state_stage("UPDATE state SET stage = 2 WHERE member = 1", "state 1 stage")]
#[case::state_orders("UPDATE state SET orders = 1 WHERE member = 1", "state 1 orders")]
#[case::state_days("UPDATE state SET days = 1 WHERE member = 1", "state 1 days")]
#[case::state_net_spend("UPDATE state SET net_spend = 1 WHERE member = 1", "state 1 net_spend")]
#[case::state_first_on("UPDATE state SET first_on = 1 WHERE member = 1", "state 1 first_on")]
#[case::state_last_on("UPDATE state SET last_on = 1 WHERE member = 1", "state 1 last_on")]
#[case::state_resume("UPDATE state SET resume = x'00' WHERE member = 1", "state 1 resume")]
#[case::state_gone("DELETE FROM state WHERE member = 1", "state 1 member")]
#[case::meta_members("UPDATE meta SET v = 4 WHERE k = 'members'", "table meta members")]
#[case::meta_of_no_name("INSERT INTO meta VALUES ('evil', 1)", "table meta evil")]
#[case::meta_last_seen("UPDATE meta SET v = v + 1 WHERE k = 'last_seen_at'", "table meta last_seen_at")]
#[case::tree_node(
    "UPDATE meta SET v = CAST(substr(v, 1, 71) || x'00' AS BLOB) WHERE k = 'tree_edge'",
    "table meta tree_edge"
)]
#[case::tree_size("UPDATE meta SET v = x'00' WHERE k = 'tree_edge'", "table meta tree_edge")]
#[case::tree_no_bytes("UPDATE meta SET v = 12 WHERE k = 'tree_edge'", "table meta tree_edge")]
#[case::tree_gone("DELETE FROM meta WHERE k = 'tree_edge'", "table meta tree_edge")]
#[case::voided("INSERT INTO voided_batch VALUES (5, 6, 7)", "table voided_batch 5")]
fn what_was_tampered_with_is_named(#[case] sql: &str, #[case] named: &str) {
    let desk = lived_in();
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1, "the tampering itself must work");
    assert_eq!(short(&verify(&desk).wrong.expect("tampering must be found")), named);
}

#[rstest]
#[case::trigger("CREATE TRIGGER evil AFTER INSERT ON fact BEGIN DELETE FROM state; END", "schema trigger evil Foreign")]
#[case::view("CREATE VIEW evil AS SELECT 1", "schema view evil Foreign")]
#[case::index_gone("DROP INDEX feedback_by_day", "schema index feedback_by_day Missing")]
fn another_shape_is_named_and_made_right(#[case] sql: &str, #[case] named: &str) {
    let mut desk = lived_in();
    desk.store.raw().execute_batch(sql).unwrap();
    assert_eq!(short(&verify(&desk).wrong.expect("tampering must be found")), named);
    assert!(matches!(desk.store.check_schema(), Err(StoreError::Schema { .. })), "nobody works on it");
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(verify(&desk).wrong, None);
}

fn short(wrong: &Discrepancy) -> String {
    match wrong {
        Discrepancy::Operation { seq, column, .. } => format!("operation {} {column}", seq.0),
        Discrepancy::Rows { seq, first, last, .. } => format!("rows {} {}..{}", seq.0, first.0, last.0),
        Discrepancy::Row { id, column } => format!("row {} {column}", id.0),
        Discrepancy::Secret { seq, missing, .. } => {
            format!("secret {} {}", seq.0, if *missing { "missing" } else { "altered" })
        }
        Discrepancy::Profile { member, .. } => format!("profile {member}"),
        Discrepancy::State { member, column, .. } => format!("state {member} {column}"),
        Discrepancy::Schema { object, problem } => format!("schema {object} {problem:?}"),
        Discrepancy::Index { table, .. } => format!("index {table}"),
        Discrepancy::Table { table, row } => format!("table {table} {row}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_digest_noted_earlier_is_found_again() {
    let (mut desk, member) = with_member();
    let noted = desk.checkpoint().unwrap().unwrap();
    done(&mut desk, &adjust(member, 1));
    done(&mut desk, &adjust(member, 2));
    let proof = desk.verify(Some(&noted.hash.to_uppercase()), &[], &mut |_, _| {}).unwrap();
    let expected = proof.expected.unwrap();
    assert_eq!((expected.seq, expected.since, proof.wrong), (OpSeq(2), 2, None));
}

#[test]
fn a_digest_of_another_file_is_not() {
    let (desk, other) = (lived_in(), lived_in());
    let noted = other.checkpoint().unwrap().unwrap();
    let proof = desk.verify(Some(&noted.hash), &[], &mut |_, _| {}).unwrap();
    assert_eq!(proof.wrong, Some(Discrepancy::NotInJournal { digest: noted.hash }));
    assert!(matches!(refusal(desk.verify(Some("abc"), &[], &mut |_, _| {})), Refusal::BadField { .. }));
}

#[test]
fn what_an_erasure_took_is_listed_and_not_missed() {
    let (mut desk, member) = with_member();
    let adjusted = done(&mut desk, &adjust(member, 5));
    done(&mut desk, &Intent::Erase(op::Erase { member }));
    let proof = verify(&desk);
    assert_eq!(proof.wrong, None);
    assert_eq!((proof.erased.len(), proof.erased.contains(&adjusted.op)), (2, true));
    desk.store.raw().execute("UPDATE member SET name = 'back' WHERE id = 1", []).unwrap();
    assert_eq!(short(&verify(&desk).wrong.unwrap()), "profile 1");
}

#[test]
fn rebuilding_makes_every_derived_table_what_it_was() {
    let mut desk = lived_in();
    let dump = |desk: &Desk| {
        let all = [MemberId(1), MemberId(2), MemberId(3)];
        let programs = desk.programs().unwrap();
        let today = programs.zone().day_of(NOW);
        all.map(|member| desk.store.state_on(member, today, &programs).unwrap().unwrap())
    };
    let before = dump(&desk);
    let raw = desk.store.raw();
    raw.execute("DELETE FROM state WHERE member = 2", []).unwrap();
    raw.execute("UPDATE state SET head = 0, balance = 9", []).unwrap();
    raw.execute("UPDATE meta SET v = 77 WHERE k IN ('members', 'last_seen_at')", []).unwrap();
    raw.execute("INSERT INTO voided_batch VALUES (5, 6, 7)", []).unwrap();
    raw.execute("UPDATE meta SET v = zeroblob(8) WHERE k = 'tree_edge'", []).unwrap();
    assert_eq!(desk.rebuild(NOW, &mut |_, _| {}).unwrap(), 3);
    assert_eq!(verify(&desk).wrong, None);
    assert_eq!(dump(&desk), before);
}

#[test]
fn a_state_that_went_on_is_the_same_as_one_folded_anew() {
    let mut desk = lived_in();
    let before = desk.store.state(MemberId(1)).unwrap().unwrap();
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(desk.store.state(MemberId(1)).unwrap().unwrap(), before);
    assert_eq!((before.head, before.status), (FactId(11), Status::Active));
}

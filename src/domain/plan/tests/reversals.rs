//! Undo: at most once, linked, and of a do right after it the identity.

use super::*;
use crate::domain::plan::context::{ImportBatch, Reversal};
use crate::domain::plan::draft::uncovered;
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Warning;
use proptest::prelude::*;
use rstest::rstest;

fn edited(world: &Histories, member: i64, phone: &str) -> Intent {
    let profile = Profile { phone: phone.to_owned(), ..world.files[&MemberId(member)].1.clone() };
    Intent::Edit(op::Edit { member: MemberId(member), profile: Box::new(profile), note: None })
}

/// A member with three lots (ending 2026-09-30, 2027-01-10, never).
fn three_lots() -> Histories {
    let mut world = Histories::on("2026-04-01");
    world.opening(1, "2026-01-01", 100, Some("2027-01-10"));
    world.opening(1, "2026-01-02", 50, None);
    world.opening(1, "2026-01-03", 80, Some("2026-09-30"));
    world
}

fn open(world: &Histories) -> Vec<i64> {
    world.shows(1).points.lots.iter().map(|lot| lot.open.0).collect()
}

#[test]
fn undoing_a_debit_gives_back_to_its_lots_last_drawn_first() {
    let mut world = three_lots();
    let spent = world.done(redeem(1, 120)).unwrap();
    assert_eq!(open(&world), [60, 50]);
    world.done(redeem(1, 100)).unwrap();
    assert_eq!(open(&world), [10]);
    world.undone(spent).unwrap();
    assert_eq!(open(&world), [80, 40, 10]);
}

#[test]
fn undoing_a_credit_debits_that_very_lot() {
    let mut world = three_lots();
    let given = world.done(adjust(1, 30)).unwrap();
    assert_eq!(open(&world), [80, 100, 30, 50]);
    world.undone(given).unwrap();
    assert_eq!(open(&world), [80, 100, 50]);
}

#[test]
fn a_credit_that_has_been_spent_since_can_not_be_undone() {
    let mut world = Histories::on("2026-04-01");
    let given = world.done(adjust(1, 100)).unwrap();
    world.done(redeem(1, 70)).unwrap();
    world.sale(1, "2026-04-02", 500);
    let mut world = world.at("2026-04-03");
    assert_eq!(world.undone(given).unwrap_err(), Refusal::SpentSince { missing: Points(70) });
}

#[test]
fn a_deficit_that_the_credit_paid_does_not_count_as_spent() {
    let mut world = Histories::on("2026-11-22");
    let sale = world.sale(1, "2026-05-01", 70);
    world.recorded(1, "2026-05-02", FactKind::Redeem, -60, |_| {});
    world.refund(1, "2026-06-01", sale, 70);
    let before = world.state();
    let given = world.done(adjust(1, 100)).unwrap();
    assert_eq!(world.balance(1), 40);
    let taken = world.undone(given).unwrap();
    assert_eq!((world.balance(1), world.state() == before), (-60, true));
    world.undone(taken).unwrap();
    assert_eq!(world.balance(1), 40);
}

#[test]
fn points_go_back_to_a_dead_lot_as_expired_and_the_plan_says_so() {
    let mut world = three_lots();
    let spent = world.done(redeem(1, 120)).unwrap();
    let world = world.at("2026-10-01");
    let plan = world.plan(Intent::Undo(op::Undo { op: spent, reason: None })).unwrap();
    assert_eq!(plan.effect.warnings, [Warning::ReturnsExpired { points: Points(80) }]);
    assert_eq!(plan.effect.members[0].after.points.balance, Points(150));
}

#[test]
fn what_a_refund_gave_back_of_a_redemption_is_not_given_back_twice() {
    let mut world = Histories::on("2026-11-22");
    world.opening(1, "2026-01-01", 2_000, None);
    let order = |fact: &mut Fact| fact.reference = Some("A-1".to_owned());
    let sale = world.recorded(1, "2026-05-01", FactKind::Sale, 80, |fact| {
        order(fact);
        fact.amount = Money(10_000);
        fact.points_paid = Some(Money(2_000));
        fact.rating = 10_000_000_000;
    });
    let redeemed = world.recorded(1, "2026-05-02", FactKind::Redeem, -2_000, order);
    let op = world.ops[usize::try_from(world.files[&MemberId(1)].0.facts[2].op.0 - 1).unwrap()].id;
    assert_eq!(world.files[&MemberId(1)].0.facts[2].id, redeemed);
    world.refund(1, "2026-06-01", sale, 50);
    assert_eq!(world.balance(1), 1_040);
    world.undone(op).unwrap();
    assert_eq!(world.balance(1), 2_040);
}

#[test]
fn an_operation_is_reversed_at_most_once_and_the_reversal_can_be_reversed() {
    let mut world = three_lots();
    for act in
        [adjust(1, 30), adjust(1, -30), redeem(1, 30), set_tier(1, "gold", "2027-01-01"), set_status(1, Status::Frozen)]
    {
        let before = world.state();
        let done = world.done(act).unwrap();
        let after = world.state();
        let undone = world.undone(done).unwrap();
        assert_eq!(world.state(), before);
        let refused = |by: Uuid, redone: Option<Uuid>| Refusal::AlreadyReversed {
            by: by.to_string(),
            redone_by: redone.map(|op| op.to_string()),
        };
        assert_eq!(world.undone(done).unwrap_err(), refused(undone, None));
        let redone = world.undone(undone).unwrap();
        assert_eq!(world.state(), after);
        assert_eq!(world.undone(done).unwrap_err(), refused(undone, Some(redone)), "what leads there is the redo");
        assert_eq!(world.undone(undone).unwrap_err(), refused(redone, None));
        let again = world.undone(redone).unwrap();
        assert_eq!(world.state(), before);
        assert_eq!(world.undone(done).unwrap_err(), refused(again, None));
        assert_eq!(world.undone(undone).unwrap_err(), refused(redone, Some(again)));
    }
}

#[rstest]
#[case::adjust(adjust(1, 30))]
#[case::take(adjust(1, -130))]
#[case::redeem(redeem(1, 130))]
#[case::tier(set_tier(1, "platinum", "2026-12-31"))]
#[case::freeze(set_status(1, Status::Frozen))]
#[case::close(set_status(1, Status::Closed))]
#[case::merge_from(merge_into(1, 2))]
#[case::merge_into(merge_into(2, 1))]
fn undo_of_a_do_is_the_identity(#[case] act: Intent) {
    let mut world = three_lots();
    world.sale(2, "2026-03-01", 1_200);
    let before = world.state();
    let done = world.done(act).unwrap();
    assert_ne!(world.state(), before);
    world.undone(done).unwrap();
    assert_eq!(world.state(), before);
}

#[rstest]
#[case::by_an_undo(false)]
#[case::by_an_unmerge(true)]
fn what_was_parted_is_joined_again_the_same_way_round(#[case] unmerge: bool) {
    let mut world = three_lots();
    world.sale(2, "2026-03-01", 1_200);
    let apart = world.state();
    let merged = world.done(merge_into(2, 1)).unwrap();
    let joined = world.state();
    let parted = if unmerge {
        world.done(Intent::Unmerge(op::Unmerge { member: MemberId(1), reason: None })).unwrap()
    } else {
        world.undone(merged).unwrap()
    };
    assert!(world.state() == apart);
    let again = world.undone(parted).unwrap();
    assert!(world.state() == joined);
    world.undone(again).unwrap();
    assert!(world.state() == apart);
}

#[test]
fn who_is_closed_since_is_not_joined_again() {
    let mut world = three_lots();
    let merged = world.done(merge_into(2, 1)).unwrap();
    let parted = world.undone(merged).unwrap();
    world.done(set_status(2, Status::Closed)).unwrap();
    assert!(matches!(world.undone(parted).unwrap_err(), Refusal::StatusForbids { status: Status::Closed, .. }));
}

#[test]
fn an_enrolment_is_reversed_by_closing() {
    let mut world = Histories::on("2026-11-22");
    let profile = Profile { member_no: "M3".to_owned(), ..Profile::default() };
    let enrolled = world.done(Intent::Enrol(op::Enrol { profile: Box::new(profile) })).unwrap();
    let closed = world.undone(enrolled).unwrap();
    assert_eq!(world.status(3), Status::Closed);
    world.undone(closed).unwrap();
    assert_eq!(world.status(3), Status::Active);
}

#[test]
fn an_edit_goes_back_field_by_field() {
    let mut world = Histories::on("2026-11-22");
    let first = world.done(edited(&world, 1, "13812345678")).unwrap();
    let named = Profile { name: "Wei".to_owned(), ..world.files[&MemberId(1)].1.clone() };
    world.done(Intent::Edit(op::Edit { member: MemberId(1), profile: Box::new(named), note: None })).unwrap();
    world.undone(first).unwrap();
    let profile = &world.files[&MemberId(1)].1;
    assert_eq!((profile.phone.as_str(), profile.name.as_str()), ("", "Wei"));
}

#[test]
fn an_edit_of_what_was_edited_since_names_what_came_after() {
    let mut world = Histories::on("2026-11-22");
    let first = world.done(edited(&world, 1, "13812345678")).unwrap();
    let second = world.done(edited(&world, 1, "13912345678")).unwrap();
    assert_eq!(world.undone(first).unwrap_err(), Refusal::DependedOn { ops: vec![second.to_string()] });
    world.undone(second).unwrap();
    assert_eq!(world.files[&MemberId(1)].1.phone, "13812345678");
}

#[test]
fn a_status_that_was_changed_since_names_what_came_after() {
    let mut world = Histories::on("2026-11-22");
    let frozen = world.done(set_status(1, Status::Frozen)).unwrap();
    let closed = world.done(set_status(1, Status::Closed)).unwrap();
    assert_eq!(world.undone(frozen).unwrap_err(), Refusal::DependedOn { ops: vec![closed.to_string()] });
    world.undone(closed).unwrap();
    assert_eq!(world.status(1), Status::Frozen);
}

#[test]
fn what_was_done_to_a_member_who_is_frozen_or_merged_now_waits() {
    let mut world = Histories::on("2026-11-22");
    let given = world.done(adjust(1, 30)).unwrap();
    let frozen = world.done(set_status(1, Status::Frozen)).unwrap();
    let refused = Refusal::StatusForbids { status: Status::Frozen, survivor_no: None };
    assert_eq!(world.undone(given).unwrap_err(), refused);
    world.undone(frozen).unwrap();
    let merged = world.done(merge_into(1, 2)).unwrap();
    let refused = Refusal::StatusForbids { status: Status::Merged, survivor_no: Some("B".to_owned()) };
    assert_eq!(world.undone(given).unwrap_err(), refused);
    world.undone(merged).unwrap();
    world.undone(given).unwrap();
}

#[test]
fn an_override_that_is_over_has_nothing_to_undo() {
    let mut world = Histories::on("2026-11-22");
    let set = world.done(set_tier(1, "gold", "2026-12-31")).unwrap();
    let mut world = world.at("2027-01-01");
    assert_eq!(world.undone(set).unwrap_err(), Refusal::NoChange);
}

#[test]
fn an_unknown_operation_is_refused() {
    let op = Uuid::from_u128(77);
    let refused = Histories::on("2026-11-22").undone(op).unwrap_err();
    assert_eq!(refused, Refusal::UnknownOperation { op: op.to_string() });
}

#[test]
fn an_undo_takes_effect_after_what_it_reverses_even_where_the_clock_went_back() {
    let mut world = Histories::on("2026-11-22");
    world.opening(1, "2026-01-01", 100, None);
    let spent = world.done(redeem(1, 100)).unwrap();
    world.now.0 -= 200_000;
    world.undone(spent).unwrap();
    assert_eq!(world.balance(1), 100);
}

#[test]
fn putting_right_ones_own_operation_is_free_and_anothers_counts() {
    let mut world = Histories::on("2026-11-22");
    let given = world.done(adjust(1, 400)).unwrap();
    let own = world.plan(Intent::Undo(op::Undo { op: given, reason: None })).unwrap();
    assert_eq!(own.points_abs, Points(0));
    world.operator.name = "wang".to_owned();
    let others = world.plan(Intent::Undo(op::Undo { op: given, reason: None })).unwrap();
    assert_eq!(others.points_abs, Points(400));
}

fn import_undo(batch: ImportBatch) -> Result<Plan, Refusal> {
    let world = Histories::on("2026-11-22");
    let intent = Intent::Undo(op::Undo { op: Uuid::nil(), reason: None });
    let mut context = PlanContext::new(&world.programs, &world.operator, world.now, Uuid::nil());
    let reversal = Reversal::of(OpSeq(3), OpKind::Import, String::new());
    context.reversal = Some(Reversal { batch: Some(batch), ..reversal });
    plan(&context, intent)
}

#[test]
fn an_import_is_taken_out_whole_and_closes_whom_it_enrolled() {
    let enrolled = vec![MemberId(7), MemberId(8)];
    let plan =
        import_undo(ImportBatch { first: OpSeq(3), facts: 5, members: 2, enrolled, ..ImportBatch::default() }).unwrap();
    assert_eq!((plan.voids, plan.reverses, plan.effect.reversible), (Some(OpSeq(3)), Some(OpSeq(3)), true));
    let closed: Vec<_> = plan.events.iter().map(|e| (e.member, e.kind.clone())).collect();
    let close = EventKind::Status { to: Status::Closed };
    assert_eq!(closed, [(Some(MemberId(7)), close.clone()), (Some(MemberId(8)), close)]);
    assert!(plan.effect.warnings.contains(&Warning::VoidsImport { facts: 5, members: 2, enrolled: 2 }));
}

#[rstest]
#[case::depended_on(ImportBatch { dependents: vec![Uuid::nil()], ..ImportBatch::default() }, Refusal::DependedOn { ops: vec![Uuid::nil().to_string()] })]
#[case::it_changed_profiles(ImportBatch { updated: 1, ..ImportBatch::default() }, Refusal::Irreversible { kind: "import".to_owned() })]
fn an_import_that_can_not_be_taken_out(#[case] batch: ImportBatch, #[case] refusal: Refusal) {
    assert_eq!(import_undo(batch).unwrap_err(), refusal);
}

/// Operations that stand for the import (3) and what came later (4).
#[rstest]
#[case::nothing_later(false, |_: &mut History| {}, vec![])]
#[case::a_refund_of_its_sale(false, |h: &mut History| { let sale = h.facts[0].id; h.facts[1].link = Some(sale); h.facts[1].op = OpSeq(4); }, vec![OpSeq(4)])]
#[case::a_debit_that_needs_it(false, |h: &mut History| { h.facts[1].kind = FactKind::Redeem; h.facts[1].points = Points(-10); h.facts[1].op = OpSeq(4); }, vec![OpSeq(4)])]
#[case::a_credit_does_not_need_it(false, |h: &mut History| { h.facts[1].kind = FactKind::Adjust; h.facts[1].points = Points(10); h.facts[1].link = None; h.facts[1].op = OpSeq(4); }, vec![])]
#[case::anything_on_whom_it_enrolled(true, |h: &mut History| { h.facts[1].kind = FactKind::Adjust; h.facts[1].points = Points(10); h.facts[1].link = None; h.facts[1].op = OpSeq(4); }, vec![OpSeq(4)])]
fn what_builds_on_an_import(#[case] enrolled: bool, #[case] change: fn(&mut History), #[case] ops: Vec<OpSeq>) {
    let mut world = Histories::on("2026-11-22");
    let sale = world.sale(1, "2026-05-01", 100);
    world.refund(1, "2026-06-01", sale, 10);
    let mut history = world.history(MemberId(1));
    history.facts.iter_mut().for_each(|f| f.op = OpSeq(3));
    if enrolled {
        let (member, at, kind) = (MemberId(1), Instant(0), EventKind::Enrol { profile: String::new() });
        history.events.push(Event { id: FactId(0), member, op: OpSeq(3), at, kind });
    }
    change(&mut history);
    let batch = [OpSeq(3)].into_iter().collect();
    assert_eq!(crate::domain::op::import::dependents(&history, &batch, &world.programs, world.today()), Ok(ops));
}

/// A random act on one of the two members.
fn acts() -> impl Strategy<Value = (Intent, i64)> {
    let member = 1_i64..3;
    let act = (member, 0_u8..10, 1_i64..400, 0_i64..40).prop_map(|(member, what, points, days)| {
        let intent = match what {
            0..=2 => adjust(member, points),
            3 => adjust(member, -points),
            4 | 5 => redeem(member, points),
            6 => set_tier(member, ["silver", "gold", "platinum"][usize::try_from(points % 3).unwrap()], "2028-06-30"),
            7 => set_status(member, [Status::Active, Status::Frozen][usize::try_from(points % 2).unwrap()]),
            8 => merge_into(member, 3 - member),
            _ => {
                let profile = Profile {
                    member_no: ["", "A", "B"][usize::try_from(member).unwrap()].to_owned(),
                    phone: points.to_string(),
                    ..Profile::default()
                };
                Intent::Edit(op::Edit { member: MemberId(member), profile: Box::new(profile), note: None })
            }
        };
        (intent, days)
    });
    act.boxed()
}

/// Takes a purchase back, or moves it to the other member.
fn purchase_act(sale: i64, void: bool, world: &Histories) -> Intent {
    let (reference, reason, note) = (format!("R{sale}"), "correction".to_owned(), None);
    if void {
        return op::VoidPurchase { reference, reason, note }.into();
    }
    let holder = world.fact_of_reference(&reference).unwrap().map_or(1, |fact| fact.member.0);
    op::MovePurchase { reference, to: MemberId(3 - holder), reason, note }.into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// After any history of acts, sales and refunds, an act and its undo leave everything as it was; `Histories::write` holds
    /// every preview against what is then there.
    #[test]
    fn undo_of_any_do_is_the_identity(acts in proptest::collection::vec((acts(), any::<bool>(), any::<bool>()), 1..14)) {
        let mut world = Histories::on("2026-01-05");
        let mut sales: Vec<(i64, FactId)> = Vec::new();
        for ((act, days), undo, buy) in acts {
            world.now.0 += days * 86_400_000;
            let today = world.today().to_string();
            let act = match (days, sales.last()) {
                // Now and then the newest purchase is taken back, or moved to the other.
                (33.., Some((_, sale))) => purchase_act(sale.0, days % 2 == 0, &world),
                _ => act,
            };
            if buy {
                let buyer = if world.status(1) == Status::Merged { 2 } else { 1 };
                let sale = world.sale(buyer, &today, 60 + days * 9);
                world.refer(sale);
                sales.push((buyer, sale));
                world.now.0 += 86_400_000;
            } else if days % 5 == 0 && let Some((buyer, sale)) = sales.pop() {
                world.refund(buyer, &today, sale, 60);
                world.now.0 += 86_400_000;
            }
            let before = world.state();
            let Ok(done) = world.done(act.clone()) else { continue };
            if undo {
                let after = world.state();
                let undone = world.undone(done);
                prop_assert!(undone.is_ok(), "{act:?}: {undone:?}");
                prop_assert_eq!(world.state(), before.clone(), "{:?}", act);
                if let Ok(again) = world.undone(undone.unwrap()) {
                    prop_assert_eq!(world.state(), after, "{:?} done again", act);
                    world.undone(again).unwrap();
                    prop_assert_eq!(world.state(), before, "{:?} undone again", act);
                }
            }
        }
    }

    /// UndoTarget operations in any order is refused or done, never half: the balance moves by just the points that are not
    /// given back to dead lots, and every sum ties out.
    #[test]
    fn undoing_in_any_order_keeps_the_sums(
        acts in proptest::collection::vec(acts(), 1..12),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let mut world = Histories::on("2026-01-05");
        world.sale(1, "2026-01-02", 700);
        let mut done = Vec::new();
        for (act, days) in acts {
            world.now.0 += days * 86_400_000;
            done.extend(world.done(act));
        }
        for at in order {
            if done.is_empty() {
                break;
            }
            let op = *at.get(&done);
            let before = [1, 2].map(|member| world.trace(member));
            let Ok(undone) = world.undone(op) else { continue };
            done.push(undone);
            for (member, before) in [1, 2].into_iter().zip(before) {
                let after = world.shows(member);
                let tally = &after.points.tally;
                let came = tally.opening.0 + tally.earned.0 + tally.adjusted_up.0 + tally.returned.0;
                let went = tally.spent.0 + tally.adjusted_down.0 + tally.expired.0;
                prop_assert_eq!(came, tally.open.0 + tally.pending.0 + went - tally.deficit.0);
                // A credit that paid for a debit which nothing had covered in its time leaves it as it found it.
                let uncovered: i64 = uncovered(&before).map(|(_, points)| points).sum();
                prop_assert!(after.points.deficit <= Points(uncovered), "an undo never overdraws");
            }
        }
    }
}

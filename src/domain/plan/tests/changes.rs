//! Points and tiers by hand.

use super::*;
use crate::domain::fact::OverrideMode;
use crate::domain::fold::view::TierSource;
use crate::domain::operator::Limits;
use crate::domain::plan::outcome::{LimitExceeded, Warning};
use rstest::rstest;

#[test]
fn a_credit_is_a_lot_that_can_be_spent_at_once_and_ends_by_the_programme() {
    let mut world = Histories::on("2026-11-22");
    world.done(adjust(1, 500)).unwrap();
    let points = world.shows(1).points;
    assert_eq!((points.balance, points.pending), (Points(500), Points(0)));
    assert_eq!(points.lots[0].expires_on, Some(day("2027-12-31")));
    world.done(redeem(1, 500)).unwrap();
    assert_eq!(world.balance(1), 0);
}

#[rstest]
#[case::all_of_it(adjust(1, -300), Ok(0))]
#[case::one_too_many(adjust(1, -301), Err((301, 300, 1)))]
#[case::redeem_all(redeem(1, 300), Ok(0))]
#[case::redeem_more(redeem(1, 1_000), Err((1_000, 300, 700)))]
fn a_debit_beyond_the_balance_is_refused_and_says_by_how_much(
    #[case] intent: Intent,
    #[case] answer: Result<i64, (i64, i64, i64)>,
) {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-05-01", 300);
    let done = world.done(intent).map(|_| world.balance(1));
    let refused = answer.map_err(|(asked, spendable, missing)| Refusal::NotEnough {
        asked: Points(asked),
        spendable: Points(spendable),
        missing: Points(missing),
    });
    assert_eq!(done, refused);
}

#[test]
fn a_member_who_owes_has_nothing_to_spend() {
    let mut world = Histories::on("2026-11-22");
    let sale = world.sale(1, "2026-05-01", 70);
    world.now = Instant(world.programs.zone().start_of(day("2026-05-02")).0);
    world.done(redeem(1, 60)).unwrap();
    let mut world = world.at("2026-11-22");
    world.refund(1, "2026-06-01", sale, 70);
    assert_eq!(world.balance(1), -60);
    let refused = world.done(redeem(1, 10)).unwrap_err();
    assert_eq!(refused, Refusal::NotEnough { asked: Points(10), spendable: Points(-60), missing: Points(70) });
    world.done(adjust(1, 100)).unwrap();
    assert_eq!(world.balance(1), 40);
}

#[test]
fn what_is_pending_can_not_be_spent() {
    let mut world = Histories::on("2026-11-22");
    world.recorded(1, "2026-11-20", FactKind::Bonus, 100, |fact| fact.spendable_on = Some(day("2026-11-23")));
    let refused = world.done(redeem(1, 1)).unwrap_err();
    assert_eq!(refused, Refusal::NotEnough { asked: Points(1), spendable: Points(0), missing: Points(1) });
    let mut world = world.at("2026-11-23");
    world.done(redeem(1, 100)).unwrap();
}

#[test]
fn a_debit_leaves_every_later_one_its_lots() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-05-01", 100);
    world.recorded(1, "2026-11-23", FactKind::Redeem, -80, |_| {});
    let refused = world.done(redeem(1, 50)).unwrap_err();
    assert_eq!(refused, Refusal::NotEnough { asked: Points(50), spendable: Points(20), missing: Points(30) });
    world.done(redeem(1, 20)).unwrap();
}

#[test]
fn a_credit_dated_later_today_pays_nothing_yet() {
    let mut world = Histories::on("2026-11-22");
    world.now.0 -= 3_600_000;
    world.sale(1, "2026-11-22", 100);
    let refused = world.done(redeem(1, 50)).unwrap_err();
    assert_eq!(refused, Refusal::NotEnough { asked: Points(50), spendable: Points(0), missing: Points(50) });
}

#[rstest]
#[case::zero(0)]
#[case::above(1_000_000_000_001)]
#[case::below(-1_000_000_000_001)]
#[case::least(i64::MIN)]
#[case::most(i64::MAX)]
fn an_amount_that_is_none_is_refused(#[case] points: i64) {
    let world = Histories::on("2026-11-22");
    assert_eq!(world.plan(adjust(1, points)).unwrap_err(), Refusal::BadAmount { points: Points(points) });
    if points != 1 {
        assert_eq!(world.plan(redeem(1, points)).unwrap_err(), Refusal::BadAmount { points: Points(points) });
    }
}

#[test]
fn a_sum_beyond_the_limit_is_too_large() {
    let mut world = Histories::on("2026-11-22");
    world.done(adjust(1, 1_000_000_000_000)).unwrap();
    assert_eq!(world.done(adjust(1, 1)).unwrap_err(), Refusal::TooLarge);
}

fn reasoned(reason: &str, note: Option<&str>) -> Intent {
    let note = note.map(str::to_owned);
    Intent::Adjust(op::Adjust {
        member: MemberId(1),
        delta: Points(5),
        reason: reason.to_owned(),
        note,
        reference: None,
    })
}

#[rstest]
#[case::no_note_needed("goodwill", None, None)]
#[case::other_without("other", None, Some(Refusal::NoteTooShort { reason: "other".to_owned(), min: 10 }))]
#[case::other_blank("other", Some("          x"), Some(Refusal::NoteTooShort { reason: "other".to_owned(), min: 10 }))]
#[case::other_nine("other", Some("nine char"), Some(Refusal::NoteTooShort { reason: "other".to_owned(), min: 10 }))]
#[case::other_ten_in_chinese("other", Some("顾客来电反映积分有误"), None)]
fn a_reason_asks_for_its_note(#[case] reason: &str, #[case] note: Option<&str>, #[case] refused: Option<Refusal>) {
    assert_eq!(Histories::on("2026-11-22").plan(reasoned(reason, note)).err(), refused);
}

#[test]
fn a_note_has_500_characters_at_most_and_is_kept_trimmed() {
    let world = Histories::on("2026-11-22");
    let plan = world.plan(reasoned("goodwill", Some(&format!("  {}\n", "é".repeat(500))))).unwrap();
    let Intent::Adjust(op::Adjust { note: Some(note), .. }) = plan.intent else { panic!("{:?}", plan.intent) };
    assert_eq!(note, "é".repeat(500));
    let refused = world.plan(reasoned("goodwill", Some(&"é".repeat(501)))).unwrap_err();
    assert_eq!(refused, Refusal::NoteTooLong { max: 500 });
}

#[test]
fn an_unknown_reason_is_refused_with_those_there_are() {
    let refused = Histories::on("2026-11-22").plan(reasoned("because", None)).unwrap_err();
    let Refusal::UnknownReason { reason, known } = refused else { panic!("{refused:?}") };
    assert_eq!(reason, "because");
    assert!(known.contains(&"goodwill".to_owned()) && known.contains(&"other".to_owned()));
}

#[rstest]
#[case::its_own("lost_card", true)]
#[case::the_programme_s("correction", true)]
#[case::of_another_change_of_status("moved_away", true)]
#[case::of_a_merge("new_phone", false)]
fn a_freeze_takes_its_own_reasons_and_the_programme_s(#[case] reason: &str, #[case] is_taken: bool) {
    let world = Histories::on("2026-11-22");
    let (member, to, reason) = (MemberId(1), Status::Frozen, Some(reason.to_owned()));
    match world.plan(op::SetStatus { member, to, reason, note: None, churn: None }.into()) {
        Ok(_) => assert!(is_taken),
        Err(Refusal::UnknownReason { known, .. }) => {
            assert!(!is_taken);
            let is_known_once = |code: &str| known.iter().filter(|of| *of == code).count() == 1;
            assert!(["lost_card", "other", "goodwill"].into_iter().all(is_known_once), "{known:?}");
        }
        Err(refused) => panic!("{refused:?}"),
    }
}

#[rstest]
#[case::the_last_of_the_day(80, None)]
#[case::one_more(81, Some(LimitExceeded::PerDay { limit: Points(5_000), used: Points(4_920), asked: Points(81) }))]
#[case::taking_counts_too(-81, Some(LimitExceeded::PerDay { limit: Points(5_000), used: Points(4_920), asked: Points(81) }))]
fn of_5000_a_day_4920_are_used(#[case] delta: i64, #[case] approval: Option<LimitExceeded>) {
    let mut world = Histories::on("2026-11-22");
    world.done(adjust(1, 4_920)).unwrap();
    let limits = vec![(Role::Agent, Limits { per_day: Some(Points(5_000)), ..Limits::default() })];
    world.programs = Programs::single(Program { limits, ..Program::default() });
    world.operator.role = Role::Agent;
    let plan = world.plan(adjust(1, delta)).unwrap();
    assert_eq!(plan.effect.approval, approval);
    let allowance = plan.effect.allowance.unwrap();
    assert_eq!((allowance.used.day, allowance.points), (Points(4_920), Points(delta.abs())));
    assert_eq!(plan.points_abs, Points(delta.abs()));
    // Spending is the member's own: limits do not ask about it.
    let spending = world.plan(redeem(1, 4_000)).unwrap();
    assert_eq!((spending.effect.approval, spending.points_abs), (None, Points::ZERO));
}

#[test]
fn the_same_again_on_one_day_is_warned_of() {
    let mut world = Histories::on("2026-11-22");
    let first = world.done(adjust(1, 50)).unwrap();
    let again = world.plan(adjust(1, 50)).unwrap();
    assert_eq!(again.effect.warnings, [Warning::LooksLikeRepeat { op: first, at: world.now }]);
    assert_eq!(world.plan(adjust(1, 51)).unwrap().effect.warnings, []);
    assert_eq!(world.clone().at("2026-11-23").plan(adjust(1, 50)).unwrap().effect.warnings, []);
    world.undone(first).unwrap();
    assert_eq!(world.plan(adjust(1, 50)).unwrap().effect.warnings, []);
}

#[test]
fn a_reward_has_a_name() {
    let world = Histories::on("2026-11-22");
    let blank =
        Intent::Redeem(op::Redeem { member: MemberId(1), points: Points(1), reward: "  ".to_owned(), reference: None });
    assert!(matches!(world.plan(blank).unwrap_err(), Refusal::BadField { field, .. } if field == "reward"));
}

#[test]
fn an_override_holds_from_today_through_its_last_day() {
    let mut world = Histories::on("2026-11-22");
    world.done(set_tier(1, "gold", "2027-03-31")).unwrap();
    let tier = world.shows(1).tier;
    assert_eq!((tier.code.as_str(), tier.until, tier.source), ("gold", Some(day("2027-03-31")), TierSource::Override));
    assert_eq!(world.clone().at("2027-03-31").shows(1).tier.code, "gold");
    assert_eq!(world.at("2027-04-01").shows(1).tier.code, "base");
}

#[rstest]
#[case::unknown("diamond", "2027-03-31", Refusal::UnknownTier { tier: "diamond".to_owned(), known: ["base", "silver", "gold", "platinum"].map(str::to_owned).to_vec() })]
#[case::passed("gold", "2026-11-21", Refusal::DayPassed { day: day("2026-11-21") })]
fn an_override_that_can_not_be(#[case] tier: &str, #[case] until: &str, #[case] refusal: Refusal) {
    assert_eq!(Histories::on("2026-11-22").plan(set_tier(1, tier, until)).unwrap_err(), refusal);
}

#[test]
fn an_override_for_today_is_possible_and_one_for_a_thousand_years_is_not() {
    let world = Histories::on("2026-11-22");
    assert!(world.plan(set_tier(1, "gold", "2026-11-22")).is_ok());
    let refused = world.plan(set_tier(1, "gold", "3026-11-22")).unwrap_err();
    assert!(matches!(refused, Refusal::BadField { field, .. } if field == "until"));
}

#[test]
fn an_override_that_goes_on_longer_than_the_one_before_has_an_effect() {
    let mut world = Histories::on("2026-11-22");
    world.done(set_tier(1, "gold", "2027-02-28")).unwrap();
    let longer = world.plan(set_tier(1, "gold", "2027-11-30")).unwrap();
    assert_eq!(longer.effect.warnings, []);
}

#[test]
fn an_override_that_gives_nothing_and_one_that_takes_are_warned_of() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 5_000);
    let floor = world.plan(set_tier(1, "silver", "2027-01-31")).unwrap();
    assert_eq!(floor.effect.warnings, [Warning::OverrideWithoutEffect]);
    let Intent::Override(op::Override { member, tier, until, reason, note, .. }) = set_tier(1, "silver", "2027-01-31")
    else {
        panic!()
    };
    let pin = Intent::Override(op::Override { member, tier, until, mode: OverrideMode::Exact, reason, note });
    let down = Warning::TierDown { from: "gold".to_owned(), to: "silver".to_owned() };
    assert_eq!(world.plan(pin).unwrap().effect.warnings, [down]);
}

#[rstest]
#[case::same("", Refusal::NoChange)]
#[case::zone("zone = \"Europe/Berlin\"", Refusal::ProgramFixed { what: "zone".to_owned() })]
#[case::currency("currency = \"EUR\"", Refusal::ProgramFixed { what: "currency".to_owned() })]
fn a_programme_that_can_not_follow(#[case] toml: &str, #[case] refusal: Refusal) {
    let world = Histories::on("2026-11-22");
    assert_eq!(world.plan(Intent::ApplyProgram(op::ApplyProgram { toml: toml.to_owned() })).unwrap_err(), refusal);
}

#[test]
fn a_programme_that_can() {
    let world = Histories::on("2026-11-22");
    let toml = "[points]\nrate = \"2\"\n".to_owned();
    let plan = world.plan(Intent::ApplyProgram(op::ApplyProgram { toml })).unwrap();
    assert_eq!((plan.kind(), plan.effect.reversible, plan.effect.members.len()), (OpKind::Program, false, 0));
    let wrong =
        world.plan(Intent::ApplyProgram(op::ApplyProgram { toml: "[points]\nrat = 2\n".to_owned() })).unwrap_err();
    assert!(matches!(wrong, Refusal::BadProgram { errors } if errors[0].line == 2));
}

#[test]
fn points_for_an_order_that_has_earned_are_told() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 299);
    world.files.get_mut(&MemberId(1)).unwrap().0.facts.last_mut().unwrap().reference = Some("A1".to_owned());
    let credit = |member, delta, reference: &str| {
        let (reason, reference) = ("missing_purchase".to_owned(), Some(reference.to_owned()));
        op::Adjust { member: MemberId(member), delta: Points(delta), reason, note: None, reference }
    };
    let warned = |world: &Histories, wish: op::Adjust| world.plan(wish.into()).unwrap().effect.warnings;
    let earned = |member_no| Warning::OrderHasEarned {
        reference: "A1".to_owned(),
        member_no,
        points: Points(299),
        on: day("2026-11-01"),
    };
    assert_eq!(warned(&world, credit(1, 299, "A1")), [earned(None)]);
    assert_eq!(warned(&world, credit(2, 299, "A1")), [earned(Some("A".to_owned()))]);
    assert_eq!(warned(&world, credit(1, 299, "A2")), []);
    assert_eq!(warned(&world, credit(1, -99, "A1")), []);
}

#[rstest]
#[case::many(99_999_999, true)]
#[case::for_whom_has_few(10_001, true)]
#[case::few(10_000, false)]
fn far_more_points_than_a_member_was_ever_given_are_told(#[case] delta: i64, #[case] told: bool) {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 1_000);
    let warnings = world.plan(adjust(1, delta)).unwrap().effect.warnings;
    let unlikely = Warning::UnlikelyPoints { points: Points(delta), known: Points(1_000) };
    assert_eq!(warnings.contains(&unlikely), told, "{warnings:?}");
}

//! The programme's file, line by line, and what it earns.

use super::problem::Shape;
use super::*;
use crate::domain::figure::FigureCode;
use rstest::rstest;

fn program(toml: &str) -> Program {
    Program::parse(toml).unwrap()
}

/// The one mistake of a text: line, key, problem.
fn mistake(toml: &str) -> (usize, String, ProgramProblem) {
    let mut errors = Program::parse(toml).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let error = errors.remove(0);
    (error.line, error.key, error.problem)
}

fn threshold(spend: i64, orders: i64) -> Threshold {
    Threshold { spend: Some(Money(spend * 100)), orders: Some(orders) }
}

#[rstest]
#[case::cap("[contact]\ncap = \"often\"", "contact.cap", ProgramProblem::BadCap { value: "often".into() })]
#[case::cap_of_none("[contact]\ncap = \"0 in 7 days\"", "contact.cap", ProgramProblem::BadCap { value: "0 in 7 days".into() })]
#[case::hours("[contact]\nquiet = \"21-9\"", "contact.quiet", ProgramProblem::BadHours { value: "21-9".into() })]
#[case::a_reason_twice(
    "[care]\norder = [\"case\", \"case\"]",
    "care.order[2]",
    ProgramProblem::Duplicate { value: "case".into(), first_line: 2 }
)]
fn mistakes_of_contact_and_care(#[case] toml: &str, #[case] key: &str, #[case] problem: ProgramProblem) {
    assert_eq!(mistake(toml), (2, key.to_owned(), problem));
}

#[test]
fn contact_and_care_are_read() {
    let p = program(
        "[contact]\ncap = \"2 in 30 days\"\ncap_care = 14\nquiet = \"\"\n\
         [care]\norder = [\"lost\", \"case\"]\nmin_points = 50\nholdout = \"0.1\"\n",
    );
    assert_eq!((p.contact.cap, p.contact.cap_days, p.contact.cap_care), (2, 30, 14));
    assert!((0..1_440).all(|minute| !p.contact.quiet.holds(minute)));
    assert_eq!(
        p.care,
        CareRules { order: vec![CareReason::Lost, CareReason::Case], min_points: 50, holdout_e4: 1_000 }
    );
    let p = Program::default();
    assert_eq!((p.care.order.len(), p.care.min_points, p.care.holdout_e4), (10, 200, 0));
}

#[test]
fn the_default_is_the_programme_of_the_rules() {
    let p = Program::default();
    assert_eq!((p.currency.code.as_str(), p.currency.symbol.as_str(), p.currency.decimals), ("CNY", "¥", 2));
    assert_eq!(p.zone, Zone::named("Asia/Shanghai").unwrap());
    assert_eq!(p.points, PointsRules { rate_e6: 1_000_000, pending_days: 0, expiry: Expiry::EndOfYear(1) });
    assert_eq!(p.refund, RefundPolicy::Deficit);
    assert_eq!(
        p.tier,
        TierRules {
            window: QualifyingPeriod::Days(365),
            met: ThresholdMode::Any,
            validity_months: 12,
            down: DowngradeRule::OneDown,
            on_refund: RefundTierRule::Keep
        }
    );
    let tiers: Vec<_> = p.tiers.iter().map(|t| (t.code.as_str(), t.multiplier_e4, t.enter, t.keep)).collect();
    assert_eq!(
        tiers,
        [
            ("base", 10_000, Threshold::default(), None),
            ("silver", 11_000, threshold(1_000, 4), None),
            ("gold", 12_500, threshold(5_000, 12), Some(threshold(3_000, 8))),
            ("platinum", 15_000, threshold(20_000, 36), None),
        ]
    );
    let reasons: Vec<_> = p.reasons.iter().map(|r| (r.code.as_str(), r.min_note)).collect();
    assert_eq!(
        reasons,
        [
            ("goodwill", 0),
            ("missing_purchase", 0),
            ("service_recovery", 0),
            ("campaign", 0),
            ("correction", 0),
            ("other", 10)
        ]
    );
    let agent =
        Limits { per_op: Some(Points(500)), per_day: Some(Points(5_000)), per_member_month: Some(Points(2_000)) };
    assert_eq!(p.limits_of(Role::Agent), agent);
    assert_eq!(p.limits_of(Role::Owner), Limits::default());
    let supervisor =
        Limits { per_op: Some(Points(2_000)), per_day: Some(Points(20_000)), per_member_month: Some(Points(8_000)) };
    assert_eq!(p.limits_of(Role::Supervisor), supervisor);
    assert_eq!(
        program("[limits.agent]\nper_op = 1\n").limits_of(Role::Supervisor),
        supervisor,
        "from before there were any"
    );
    assert_eq!(program("[limits.supervisor]\n").limits_of(Role::Supervisor), Limits::default());
    let stages =
        LifecycleRules { new_days: 90, active_days: 90, lapsing_days: 180, lapsing_auto: false, dormant_days: 365 };
    assert_eq!(p.lifecycle, stages);
}

#[rstest]
#[case::auto("[lifecycle]\nlapsing_days = \"auto\"", 180, true)]
#[case::beside_a_long_one("[lifecycle]\nactive_days = 200\nlapsing_days = \"auto\"", 200, true)]
#[case::beside_a_short_one("[lifecycle]\nactive_days = 30\ndormant_days = 100\nlapsing_days = \"auto\"", 100, true)]
#[case::a_number("[lifecycle]\nlapsing_days = 120", 120, false)]
fn the_lapsing_window_is_a_number_or_left_to_the_gaps(#[case] toml: &str, #[case] days: i64, #[case] auto: bool) {
    let stages = program(toml).lifecycle;
    assert_eq!((stages.lapsing_days, stages.lapsing_auto), (days, auto));
    let kept = 110.min(stages.dormant_days).max(stages.active_days);
    assert_eq!(stages.with_gap(110).lapsing_days, if auto { kept } else { days });
}

#[rstest]
#[case::all("[rfm]\nwindow_days = \"all\"", None)]
#[case::silent("", None)]
#[case::a_year("[rfm]\nwindow_days = 365", Some(365))]
fn scores_look_at_all_days_or_at_some(#[case] toml: &str, #[case] days: Option<u32>) {
    let rules = program(toml).rfm;
    assert_eq!(rules.window_days, days);
    let from = rules.window_from(Day::parse("2026-11-22").unwrap());
    assert_eq!(from, days.and_then(|_| Day::parse("2025-11-23")));
}

#[test]
fn what_a_file_does_not_say_is_as_in_the_default() {
    assert_eq!(program(""), Program::default());
    let p = program("name = \"Tea house\"\n[points]\nexpiry = \"never\"\n");
    let standard = Program::default();
    assert_eq!(p.points, PointsRules { expiry: Expiry::Never, ..standard.points.clone() });
    assert_eq!(p.name, "Tea house");
    assert_eq!(p.tiers, standard.tiers);
}

#[test]
fn limits_that_a_file_names_are_all_there_are() {
    let p = program("[limits.manager]\nper_day = 10\n");
    assert_eq!(p.limits, [(Role::Manager, Limits { per_day: Some(Points(10)), ..Limits::default() })]);
}

#[rstest]
#[case::text("\"1.25\"", 1_250_000)]
#[case::exact_number("1.25", 1_250_000)]
#[case::integer("2", 2_000_000)]
fn a_rate_is_text_or_an_exact_number(#[case] rate: &str, #[case] rate_e6: i64) {
    assert_eq!(program(&format!("[points]\nrate = {rate}\n")).points.rate_e6, rate_e6);
}

#[rstest]
#[case("never", Expiry::Never)]
#[case("months(12)", Expiry::Months(12))]
#[case("end_of_month(0)", Expiry::EndOfMonth(0))]
#[case("end_of_year(1)", Expiry::EndOfYear(1))]
fn every_expiry_is_read(#[case] text: &str, #[case] expiry: Expiry) {
    assert_eq!(program(&format!("[points]\nexpiry = \"{text}\"\n")).points.expiry, expiry);
}

#[rstest]
#[case("calendar_year", QualifyingPeriod::CalendarYear)]
#[case("90_days", QualifyingPeriod::Days(90))]
fn every_window_is_read(#[case] text: &str, #[case] window: QualifyingPeriod) {
    assert_eq!(program(&format!("[tier]\nwindow = \"{text}\"\n")).tier.window, window);
}

fn unknown_name(value: &str, nearest: &str, known: &[&str]) -> ProgramProblem {
    ProgramProblem::UnknownName {
        value: value.to_owned(),
        nearest: (!nearest.is_empty()).then(|| nearest.to_owned()),
        known: known.iter().map(|&k| k.to_owned()).collect(),
    }
}

#[rstest]
#[case::zone("\nzone = \"Asia/Shangai\"", 2, "zone", unknown_name("Asia/Shangai", "Asia/Shanghai", &[]))]
#[case::currency("currency = \"cny\"", 1, "currency", unknown_name("cny", "CNY", &[]))]
#[case::policy(
    "[refund]\npolicy = \"defecit\"", 2, "refund.policy",
    unknown_name("defecit", "deficit", &["deficit", "within_balance", "pending_only"])
)]
#[case::met("[tier]\n\nmet = \"both\"", 3, "tier.met", unknown_name("both", "", &["any", "all"]))]
#[case::expiry("[points]\nexpiry = \"months(0)\"", 2, "points.expiry", ProgramProblem::BadExpiry { value: "months(0)".into() })]
#[case::expiry_sign("[points]\nexpiry = \"months(+1)\"", 2, "points.expiry", ProgramProblem::BadExpiry { value: "months(+1)".into() })]
#[case::leap("[birthday]\nleap = \"29\"", 2, "birthday.leap", ProgramProblem::UnknownName { value: "29".into(), nearest: Some("28".into()), known: vec!["28".into(), "01".into()] })]
#[case::oldest("[data]\noldest = \"1990\"", 2, "data.oldest", ProgramProblem::BadDay { value: "1990".into() })]
#[case::window("[tier]\nwindow = \"0_days\"", 2, "tier.window", ProgramProblem::BadWindow { value: "0_days".into() })]
#[case::decimal("[points]\nrate = \"1,5\"", 2, "points.rate", ProgramProblem::BadDecimal { value: "1,5".into(), places: 6 })]
#[case::places("[points]\nrate = \"0.0000001\"", 2, "points.rate", ProgramProblem::BadDecimal { value: "0.0000001".into(), places: 6 })]
#[case::negative(
    "[points]\nrate = \"-1\"", 2, "points.rate",
    ProgramProblem::OutOfRange { value: "-1".into(), min: "0.000000".into(), max: "10000.000000".into() }
)]
#[case::range(
    "[tier]\nvalidity_months = 0", 2, "tier.validity_months",
    ProgramProblem::OutOfRange { value: "0".into(), min: "1".into(), max: "1200".into() }
)]
#[case::shape("name = 3", 1, "name", ProgramProblem::WrongShape { expected: Shape::Text })]
#[case::no_table("points = 3", 1, "points", ProgramProblem::WrongShape { expected: Shape::Table })]
#[case::no_list("tiers = 3", 1, "tiers", ProgramProblem::WrongShape { expected: Shape::List })]
#[case::empty_list("tiers = []", 1, "tiers", ProgramProblem::Empty)]
#[case::empty_name("name = \" \"", 1, "name", ProgramProblem::Empty)]
#[case::code("[[reasons]]\ncode = \"Good Will\"", 2, "reasons[1].code", ProgramProblem::BadCode { value: "Good Will".into() })]
#[case::no_code("name = \"x\"\n[[reasons]]\nmin_note = 2", 2, "reasons[1].code", ProgramProblem::Missing)]
#[case::duplicate(
    "[[reasons]]\ncode = \"a\"\n[[reasons]]\ncode = \"a\"", 4, "reasons[2].code",
    ProgramProblem::Duplicate { value: "a".into(), first_line: 2 }
)]
#[case::stages(
    "[lifecycle]\nlapsing_days = 90", 2, "lifecycle.lapsing_days",
    ProgramProblem::NotLonger { than: "active_days".into(), days: 90 }
)]
#[case::stages_about_auto(
    "[lifecycle]\nlapsing_days = \"auto\"\ndormant_days = 90", 3, "lifecycle.dormant_days",
    ProgramProblem::NotLonger { than: "active_days".into(), days: 90 }
)]
#[case::no_word_for_days(
    "[lifecycle]\nlapsing_days = \"aut\"", 2, "lifecycle.lapsing_days",
    ProgramProblem::UnknownName { value: "aut".into(), nearest: Some("auto".into()), known: vec!["auto".into()] }
)]
#[case::no_window(
    "[rfm]\nwindow_days = 0", 2, "rfm.window_days",
    ProgramProblem::OutOfRange { value: "0".into(), min: "1".into(), max: "36525".into() }
)]
#[case::base("[[tiers]]\ncode = \"base\"\nspend = 10", 3, "tiers[1].spend", ProgramProblem::BaseThreshold)]
#[case::no_threshold("[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"b\"", 3, "tiers[2]", ProgramProblem::NoThreshold)]
#[case::keep_empty(
    "[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"b\"\norders = 3\nkeep = {}",
    6,
    "tiers[2].keep",
    ProgramProblem::Empty
)]
fn every_mistake_is_told_with_its_line(
    #[case] toml: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] problem: ProgramProblem,
) {
    assert_eq!(mistake(toml), (line, key.to_owned(), problem));
}

#[rstest]
#[case::section("[pionts]\n", 1, "pionts", Some("points"))]
#[case::in_a_section("[points]\nrate = \"1\"\nexpriy = \"never\"", 3, "points.expriy", Some("expiry"))]
#[case::in_a_list("[[reasons]]\ncode = \"a\"\nminnote = 2", 3, "reasons[1].minnote", Some("min_note"))]
#[case::role("[limits.agnet]\n", 1, "limits.agnet", Some("agent"))]
#[case::of_a_later_version("[campaigns]\nholdout = 5\n", 1, "campaigns", None)]
fn an_unknown_key_is_told_with_the_nearest_one(
    #[case] toml: &str,
    #[case] at: usize,
    #[case] name: &str,
    #[case] like: Option<&str>,
) {
    let (line, key, problem) = mistake(toml);
    let ProgramProblem::UnknownKey { nearest, known } = problem else { panic!("{problem:?}") };
    assert_eq!((line, key.as_str(), nearest.as_deref()), (at, name, like));
    assert!(!known.is_empty());
}

/// Three tiers; the second and third take the lines given, from line 6 and from line 10 on.
fn three_tiers(second: &str, third: &str) -> String {
    format!("[[tiers]]\ncode = \"a\"\n\n[[tiers]]\ncode = \"b\"\n{second}\n[[tiers]]\ncode = \"c\"\n{third}\n")
}

#[rstest]
#[case::equal("spend = 100\n", "spend = 100.00", 10, "tiers[3].spend", ProgramProblem::NotAbove { tier: "b".into(), value: "100".into() })]
#[case::fewer_orders("orders = 5\n", "orders = 4", 10, "tiers[3].orders", ProgramProblem::NotAbove { tier: "b".into(), value: "5".into() })]
#[case::keep(
    "spend = 100\nkeep = { spend = \"100.50\" }", "spend = 200", 7, "tiers[2].keep.spend",
    ProgramProblem::KeepAboveEntry { entry: "100".into() }
)]
#[case::too_exact("spend = 100.001\n", "orders = 2", 6, "tiers[2].spend", ProgramProblem::BadDecimal { value: "100.001".into(), places: 2 })]
fn tiers_must_rise(
    #[case] second: &str,
    #[case] third: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] problem: ProgramProblem,
) {
    assert_eq!(mistake(&three_tiers(second, third)), (line, key.to_owned(), problem));
}

#[test]
fn a_threshold_is_held_against_every_lower_tier() {
    let toml = "[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"b\"\nspend = 100\n[[tiers]]\ncode = \"c\"\norders = 3\n\
                [[tiers]]\ncode = \"d\"\nspend = 50\n";
    let problem = ProgramProblem::NotAbove { tier: "b".into(), value: "100".into() };
    assert_eq!(mistake(toml), (11, "tiers[4].spend".to_owned(), problem));
}

#[test]
fn text_that_is_no_toml_is_told_with_its_line() {
    let (line, key, problem) = mistake("name = \"x\"\nzone = \n");
    assert_eq!((line, key.as_str()), (2, ""));
    assert!(matches!(problem, ProgramProblem::Syntax { .. }));
}

#[test]
fn all_mistakes_are_told_at_once_by_line() {
    let errors = Program::parse("[tier]\nmet = \"x\"\n[points]\nrate = true\n[[reasons]]\n").unwrap_err();
    assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [2, 4, 5]);
}

#[rstest]
#[case::same("", None)]
#[case::zone("zone = \"Europe/Paris\"", Some("zone"))]
#[case::currency("currency = \"USD\"", Some("currency"))]
#[case::added(
    "[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"x\"\norders = 1\n[[tiers]]\ncode = \"b\"\norders = 2",
    None
)]
#[case::missing("[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"x\"\norders = 1", Some("b"))]
#[case::below(
    "[[tiers]]\ncode = \"x\"\n[[tiers]]\ncode = \"a\"\norders = 1\n[[tiers]]\ncode = \"b\"\norders = 2",
    Some("a")
)]
#[case::swapped("[[tiers]]\ncode = \"b\"\n[[tiers]]\ncode = \"a\"\norders = 1", Some("a"))]
fn what_facts_are_built_on_stays(#[case] changed: &str, #[case] what: Option<&str>) {
    let tiers = "[[tiers]]\ncode = \"a\"\n[[tiers]]\ncode = \"b\"\norders = 2\n";
    let old = program(tiers);
    let new = program(&if changed.contains("tiers") { changed.to_owned() } else { format!("{changed}\n{tiers}") });
    assert_eq!(old.fixed_change(&new).as_deref(), what);
}

#[rstest]
#[case::floored("base", 29_990, 299)]
#[case::floored_once("platinum", 9_900, 148)]
#[case::base("base", 100_000, 1_000)]
#[case::silver("silver", 10_000, 110)]
#[case::gold("gold", 299_900, 3_748)]
#[case::nothing("platinum", 0, 0)]
#[case::below_zero("base", -500, 0)]
fn points_are_floored_once_at_the_very_end(#[case] tier: &str, #[case] basis: i64, #[case] points: i64) {
    let p = Program::default();
    assert_eq!(p.points_for(Money(basis), p.rating(tier)), Ok(Points(points)));
}

#[test]
fn a_currency_without_decimals_counts_whole_units() {
    let p = program("currency = \"JPY\"\n[points]\nrate = \"0.01\"\n");
    assert_eq!(p.points_for(Money(1_999), p.rating("base")), Ok(Points(19)));
    assert_eq!(p.tiers[1].enter.spend, Some(Money(1_000)));
}

#[test]
fn points_that_exceed_the_limit_are_an_overflow() {
    let p = program("[points]\nrate = \"10000\"\n");
    assert_eq!(p.points_for(Money(1_000_000_000_000), p.rating("base")), Err(Overflow));
}

const PLANNED: &str = "[[targets]]\nmetric = \"net_spend\"\nmonth = \"2026-11\"\nvalue = \"450000.50\"\n";

#[test]
fn targets_are_of_a_figure_and_a_month() {
    let targets = Program::parse(PLANNED).unwrap().targets;
    let month = Day::parse("2026-11-01").unwrap();
    assert_eq!(targets, [Target { code: FigureCode::NetSpend, month, value_e4: 4_500_005_000 }]);
    assert_eq!(Program::default().targets, []);
}

#[rstest]
#[case::a_day("2026-11-01", 3, "targets[1].month")]
#[case::no_month("2026-13", 3, "targets[1].month")]
#[case::before_all_data("0000-01", 3, "targets[1].month")]
fn a_target_is_of_a_month(#[case] month: &str, #[case] line: usize, #[case] key: &str) {
    let errors = Program::parse(&PLANNED.replace("2026-11", month)).unwrap_err();
    assert_eq!((errors[0].line, errors[0].key.as_str()), (line, key));
    assert_eq!(errors[0].problem, ProgramProblem::BadMonth { value: month.to_owned() });
}

#[rstest]
#[case::share("active_rate", "0.45", true)]
#[case::more_than_all("active_rate", "45", false)]
#[case::members("joined", "120", true)]
#[case::part_of_a_member("joined", "119.5", false)]
#[case::points("earned", "90000", true)]
#[case::part_of_a_point("earned", "0.5", false)]
#[case::score("nps", "31", true)]
#[case::score_below_zero("nps", "-31", true)]
#[case::score_as_a_share("nps", "0.31", false)]
#[case::beyond_the_score("nps", "101", false)]
fn a_target_is_in_the_unit_of_its_figure(#[case] metric: &str, #[case] value: &str, #[case] is_taken: bool) {
    let text = PLANNED.replace("net_spend", metric).replace("450000.50", value);
    let errors = Program::parse(&text).err().unwrap_or_default();
    assert_eq!(errors.is_empty(), is_taken, "{errors:?}");
    assert!(errors.iter().all(|error| (error.line, error.key.as_str()) == (4, "targets[1].value")), "{errors:?}");
}

#[test]
fn what_is_not_told_by_month_and_what_is_planned_twice_is_refused() {
    let errors = Program::parse(&PLANNED.replace("net_spend", "open_cases")).unwrap_err();
    assert!(matches!(errors[0].problem, ProgramProblem::UnknownName { .. }), "{errors:?}");
    let errors = Program::parse(&PLANNED.repeat(2)).unwrap_err();
    assert_eq!((errors[0].line, errors.len()), (5, 1));
    assert!(matches!(errors[0].problem, ProgramProblem::Duplicate { first_line: 1, .. }), "{errors:?}");
}

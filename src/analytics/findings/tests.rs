use super::*;
use crate::domain::audit_review::HandOperation;
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, Points};
use rstest::rstest;

const FIRST: Day = Day(20_758);
const PERIOD: ReviewPeriod = ReviewPeriod { from: FIRST, to: Day(20_787) };
const LIMIT: i64 = 500;

/// A journal that is written operation by operation, an hour apart.
#[derive(Default)]
struct Year(Vec<ReviewedOperation>);

impl Year {
    /// An operation of an operator on a member, so many hours after the one before.
    fn done(&mut self, operator: &str, kind: OpKind, member: i64, points: i64, hours: i64) -> &mut ReviewedOperation {
        let at = self.0.last().map_or(FIRST.0 * DAY_MS, |op| op.row.at.0) + hours * 3_600_000;
        let seq = OpSeq(i64::try_from(self.0.len()).unwrap() + 1);
        let row = HandOperation {
            seq,
            at: Instant(at),
            day: FIRST,
            kind,
            operator: operator.to_owned(),
            member: Some(MemberId(member)),
            reason: Some("goodwill".to_owned()),
            points: Some(Points(points)),
            reference: None,
            is_reversed: false,
            reverses_of: None,
        };
        let (limit, marks) = (Some(Points(LIMIT)), Vec::new());
        self.0.push(ReviewedOperation { row, limit, is_after_hours: false, marks });
        self.0.last_mut().unwrap()
    }

    /// So many adjustments of other members each, two days apart.
    fn adjusted(&mut self, operator: &str, n: i64, points: i64) {
        for member in 0..n {
            self.done(operator, OpKind::Adjust, 1_000 + member, points, 48);
        }
    }

    fn found(&self, review: AuditReview, operator: &str) -> Option<Finding> {
        let found = findings(&self.0, PERIOD);
        found.into_iter().find(|finding| finding.review == review && finding.operator == operator)
    }
}

fn p(finding: Option<Finding>) -> (f64, FindingVerdict) {
    let finding = finding.unwrap();
    (finding.p.unwrap(), finding.verdict)
}

#[test]
fn eighteen_just_below_the_limit_against_five_beneath() {
    let mut year = Year::default();
    year.adjusted("lw", 17, 450);
    // The limit itself needs no approval either.
    year.adjusted("lw", 1, LIMIT);
    year.adjusted("lw", 5, 449);
    let (p, verdict) = p(year.found(AuditReview::BelowLimit, "lw"));
    assert_eq!(((p * 1e6).round(), verdict), (5_311.0, FindingVerdict::Look));
}

#[rstest]
#[case::nine(9, FindingVerdict::TooFew)]
#[case::ten(10, FindingVerdict::Look)]
fn the_bands_are_compared_from_ten_on(#[case] n: i64, #[case] verdict: FindingVerdict) {
    let mut year = Year::default();
    year.adjusted("lw", n, 480);
    assert_eq!(year.found(AuditReview::BelowLimit, "lw").unwrap().verdict, verdict);
}

#[rstest]
#[case::above_together(&[(300, 0), (300, 23)], 2)]
#[case::within_together(&[(200, 0), (200, 1)], 0)]
#[case::a_day_apart(&[(300, 0), (300, 24)], 0)]
#[case::three_in_a_day(&[(200, 0), (200, 1), (200, 1)], 3)]
#[case::one_above_the_limit(&[(600, 0), (10, 1)], 0)]
#[case::given_and_taken(&[(300, 0), (-300, 1)], 0)]
fn splitting(#[case] adjusted: &[(i64, i64)], #[case] x: u64) {
    let mut year = Year::default();
    for (points, hours) in adjusted {
        year.done("lw", OpKind::Adjust, 7, *points, *hours);
    }
    assert_eq!(year.found(AuditReview::Splitting, "lw").map_or(0, |finding| finding.x), x);
}

#[test]
fn what_was_undone_is_not_split() {
    let mut year = Year::default();
    year.done("lw", OpKind::Adjust, 7, 300, 0);
    year.done("lw", OpKind::Adjust, 7, 300, 1).row.is_reversed = true;
    assert_eq!(year.found(AuditReview::Splitting, "lw"), None);
}

#[test]
fn nine_of_forty_credits_to_one_of_two_hundred_members() {
    let mut year = Year::default();
    for _ in 0..9 {
        year.done("lw", OpKind::Adjust, 1, 10, 48);
    }
    for member in 2..=32 {
        year.done("lw", OpKind::Adjust, member, 10, 48);
    }
    // The others are served by somebody else.
    for member in 33..=200 {
        year.done("wh", OpKind::Edit, member, 0, 1);
    }
    let (p, verdict) = p(year.found(AuditReview::OneMember, "lw"));
    assert!((p / 4.6e-13 - 1.0).abs() < 0.02, "{p:e}");
    assert_eq!(verdict, FindingVerdict::Look);
    assert_eq!(year.found(AuditReview::OneMember, "wh"), None, "who gives nothing favours nobody");
}

#[test]
fn twelve_of_sixty_in_quiet_hours_against_thirty_of_nine_hundred_and_forty() {
    let mut year = Year::default();
    for (operator, n, late) in [("lw", 60, 12), ("wh", 940, 30)] {
        for at in 0..n {
            year.done(operator, OpKind::Edit, at, 0, 1).is_after_hours = at < late;
        }
    }
    let (found, verdict) = p(year.found(AuditReview::AfterHours, "lw"));
    assert!((found / 2.0e-6 - 1.0).abs() < 0.05, "{found:e}");
    assert_eq!(verdict, FindingVerdict::Look);
    assert_eq!(p(year.found(AuditReview::AfterHours, "wh")).1, FindingVerdict::Usual);
}

#[test]
fn thirty_five_of_fifty_whole_hundreds_against_three_hundred_of_nine_hundred() {
    let mut year = Year::default();
    for (operator, n, round) in [("lw", 50, 35), ("wh", 900, 300)] {
        year.adjusted(operator, round, 200);
        year.adjusted(operator, n - round, 37);
    }
    let (p, verdict) = p(year.found(AuditReview::RoundHundreds, "lw"));
    assert!((p / 3.0e-7 - 1.0).abs() < 0.05, "{p:e}");
    assert_eq!(verdict, FindingVerdict::Look);
}

#[test]
fn reasons_of_one_against_those_of_all_others() {
    let mut year = Year::default();
    for (operator, counts) in [("lw", [40, 5, 5]), ("wh", [200, 150, 150])] {
        for (reason, n) in ["goodwill", "correction", "complaint"].into_iter().zip(counts) {
            for _ in 0..n {
                year.done(operator, OpKind::Adjust, 1, 10, 48).row.reason = Some(reason.to_owned());
            }
        }
    }
    let found = year.found(AuditReview::Reasons, "lw").unwrap();
    assert_eq!(((found.statistic.unwrap() * 1e3).round(), found.verdict), (29_570.0, FindingVerdict::Look));
    assert_eq!(found.x, 40, "those of the reason that stands out are shown");
}

#[rstest]
#[case::conforms(&[1700, 1000, 700, 560, 480, 420, 360, 320, 460], FindingVerdict::Usual)]
#[case::does_not(&[600, 600, 600, 600, 600, 600, 600, 600, 200], FindingVerdict::Look)]
#[case::few(&[100, 80, 60, 50, 40, 30, 20, 10, 9], FindingVerdict::TooFew)]
fn first_digits_are_judged_by_their_deviation(#[case] counts: &[i64], #[case] verdict: FindingVerdict) {
    let mut year = Year::default();
    for (digit, n) in (1..).zip(counts) {
        year.adjusted("lw", *n, digit * 10 + 3);
    }
    assert_eq!(year.found(AuditReview::FirstDigits, "lw").unwrap().verdict, verdict);
}

#[rstest]
#[case::tier(OpKind::Override, 48, 1)]
#[case::merge(OpKind::Merge, 1, 1)]
#[case::unfreezing(OpKind::Unfreeze, 0, 1)]
#[case::later(OpKind::Override, 49, 0)]
#[case::an_edit(OpKind::Edit, 1, 0)]
fn a_step_before_a_redemption(#[case] step: OpKind, #[case] hours: i64, #[case] x: u64) {
    let mut year = Year::default();
    year.done("lw", step, 7, 0, 0);
    year.done("wh", OpKind::Redeem, 7, -100, hours);
    assert_eq!(year.found(AuditReview::BeforeRedemption, "lw").map_or(0, |finding| finding.x), x);
}

#[test]
fn a_redemption_behind_the_period_tells_what_led_to_it() {
    let mut year = Year::default();
    year.done("lw", OpKind::Override, 7, 0, 0).row.day = PERIOD.to;
    year.done("wh", OpKind::Redeem, 7, -100, 1).row.day = PERIOD.to.plus_days(1);
    assert_eq!(year.found(AuditReview::BeforeRedemption, "lw").unwrap().x, 1);
    assert_eq!(year.found(AuditReview::AfterHours, "wh"), None, "it is not looked at itself");
}

#[test]
fn across_operators_the_false_discovery_rate_decides() {
    // A p of .041 alone is to be looked at, among nine others it is not.
    let mut alone = Year::default();
    alone.adjusted("lw", 9, 480);
    alone.adjusted("lw", 2, 410);
    let (p, verdict) = p(alone.found(AuditReview::BelowLimit, "lw"));
    assert!((p - 0.0327).abs() < 1e-4, "{p}");
    assert_eq!(verdict, FindingVerdict::Look);
    let mut among = Year(alone.0.clone());
    for operator in ["a", "b", "c", "d"] {
        among.adjusted(operator, 6, 480);
        among.adjusted(operator, 6, 410);
    }
    assert_eq!(among.found(AuditReview::BelowLimit, "lw").unwrap().verdict, FindingVerdict::Usual);
}

#[test]
fn a_clean_year_lights_no_list() {
    let mut year = Year::default();
    for member in 0..400 {
        for (operator, points) in [("lw", 37), ("wh", 120), ("zh", 265)] {
            year.done(operator, OpKind::Adjust, member, points, 7);
        }
    }
    let listed: Vec<Finding> = findings(&year.0, PERIOD).into_iter().filter(|found| found.review.is_list()).collect();
    assert_eq!(listed, []);
}

#[test]
fn every_finding_is_signed_until_it_grows() {
    let mut year = Year::default();
    year.adjusted("lw", 12, 480);
    let mut found = year.found(AuditReview::BelowLimit, "lw").unwrap();
    assert!(found.is_open());
    let signature = crate::domain::audit_review::ReviewSignature {
        by: "auditor".to_owned(),
        at: Instant(0),
        x: found.x,
        note: None,
    };
    found.signatures.push(signature);
    assert!(!found.is_open());
    found.x += 1;
    assert!(found.is_open());
}

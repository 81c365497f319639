//! Whom to care for on a day, and why: one rule over what is known of a member. The order is the programme's; nothing is
//! scored.

use super::contact::CareReason;
use super::day::Day;
use super::num::{FactId, MemberId, Money, Points};
use super::program::{CareRules, LeapBirthday};
use super::read_models::MemberRow;
use crate::domain::contact::ContactOutcome;
use crate::domain::enumeration::enumeration;
use chrono::Datelike;
use sha2::{Digest as _, Sha256};

/// A tier review, an expiry: so many days ahead they are a reason.
pub const AHEAD_DAYS: i64 = 30;
/// A birthday: so many days ahead.
const BIRTHDAY_DAYS: i64 = 7;
/// A first purchase so many days ago, and none on a second day.
const SECOND_DAYS: std::ops::RangeInclusive<i64> = 20..=60;
/// Gaps that a member must have before one is unusual.
const GAPS_MIN: usize = 3;
/// Days since the last purchase over the member's own median gap, times ten, from which on it is unusual.
const SLIPPING_E1: i64 = 15;
/// The scores of money that make a lost member worth winning back: the upper two fifths.
pub const WORTH_FROM: u8 = 4;
/// Net spend is that of so many days that end on the day.
pub const SPEND_DAYS: i64 = 365;

/// What is known of a member on a day.
#[derive(Debug, Clone, Default)]
pub struct CareFacts<'a> {
    /// The overdue case that is due first, and the day on which it was due.
    pub overdue: Option<(FactId, Day)>,
    /// The day on which the member wants to be called back.
    pub call_back: Option<Day>,
    /// The day and the score of the newest detractor's answer that nobody has taken up and after which nobody was in contact.
    pub detractor: Option<(Day, i64)>,
    /// The day of the review ahead and the tier after it, where it is lower.
    pub review: Option<(Day, String)>,
    /// Points that can be spent or will be, by their last day.
    pub lots: &'a [(Day, Points)],
    /// Month and day of birth.
    pub birthday: Option<(u32, u32)>,
    /// Days with an order, ascending.
    pub bought: &'a [Day],
    /// Days since the last purchase after which a member is lost.
    pub dormant_days: i64,
    /// The score of money, 1 to 5; `None` where it is withheld.
    pub money: Option<u8>,
}

/// Why a member stands on the list, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CareCause {
    Case {
        case: FactId,
        due: Day,
    },
    CallBack {
        on: Day,
    },
    Detractor {
        on: Day,
        score: i64,
    },
    TierReview {
        on: Day,
        to: String,
    },
    /// So many points expire within the days ahead, the first of them on that day.
    Expiring {
        on: Day,
        points: Points,
    },
    Birthday {
        on: Day,
    },
    Second {
        first: Day,
    },
    /// Days since the last purchase over the own median gap, times ten.
    Slipping {
        last: Day,
        ratio_e1: i64,
    },
    Lost {
        last: Day,
    },
}

impl CareCause {
    pub fn reason(&self) -> CareReason {
        match self {
            Self::Case { .. } => CareReason::Case,
            Self::CallBack { .. } => CareReason::CallBack,
            Self::Detractor { .. } => CareReason::Detractor,
            Self::TierReview { .. } => CareReason::TierReview,
            Self::Expiring { .. } => CareReason::Expiring,
            Self::Birthday { .. } => CareReason::Birthday,
            Self::Second { .. } => CareReason::Second,
            Self::Slipping { .. } => CareReason::Slipping,
            Self::Lost { .. } => CareReason::Lost,
        }
    }

    /// The day that it is about.
    pub fn since(&self) -> Day {
        match self {
            Self::Case { due: day, .. }
            | Self::CallBack { on: day }
            | Self::Detractor { on: day, .. }
            | Self::TierReview { on: day, .. }
            | Self::Expiring { on: day, .. }
            | Self::Birthday { on: day }
            | Self::Second { first: day }
            | Self::Slipping { last: day, .. }
            | Self::Lost { last: day } => *day,
        }
    }
}

impl CareReason {
    /// Whether somebody waits: such a member is on the list whatever speaks against a contact.
    pub fn always_shows(self) -> bool {
        match self {
            Self::Case | Self::CallBack | Self::Detractor => true,
            Self::TierReview
            | Self::Expiring
            | Self::Birthday
            | Self::Benefit
            | Self::Second
            | Self::Slipping
            | Self::Lost => false,
        }
    }
}

/// Why a member is to be cared for on a day, in the programme's order; empty where there is no reason.
pub fn causes(facts: &CareFacts<'_>, day: Day, rules: &CareRules, leap: LeapBirthday) -> Vec<CareCause> {
    let cause = |reason: &CareReason| match reason {
        CareReason::Case => facts.overdue.map(|(case, due)| CareCause::Case { case, due }),
        CareReason::CallBack => facts.call_back.filter(|on| *on <= day).map(|on| CareCause::CallBack { on }),
        CareReason::Detractor => facts.detractor.map(|(on, score)| CareCause::Detractor { on, score }),
        CareReason::TierReview => {
            let soon = facts.review.as_ref().filter(|(on, _)| on.0 - day.0 <= AHEAD_DAYS);
            soon.map(|(on, to)| CareCause::TierReview { on: *on, to: to.clone() })
        }
        CareReason::Expiring => expiring(facts.lots, day, rules.min_points),
        CareReason::Birthday => facts.birthday.and_then(|born| birthday(born, day, leap)),
        // Benefits come with a capability of their own.
        CareReason::Benefit => None,
        CareReason::Second => second(facts.bought, day),
        CareReason::Slipping => slipping(facts.bought, day, facts.dormant_days),
        CareReason::Lost => lost(facts, day),
    };
    rules.order.iter().filter_map(cause).collect()
}

fn expiring(lots: &[(Day, Points)], day: Day, min: i64) -> Option<CareCause> {
    let soon = || lots.iter().filter(|(last, _)| (0..=AHEAD_DAYS).contains(&(last.0 - day.0)));
    let points = soon().map(|(_, points)| points.0).fold(0, i64::saturating_add);
    let on = soon().map(|(last, _)| *last).min()?;
    (points >= min).then_some(CareCause::Expiring { on, points: Points(points) })
}

/// The next birthday by month and day of birth, on the day itself or after it.
///
/// ```
/// use loyaltui::domain::care::next_birthday;
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::program::LeapBirthday::February28;
///
/// let day = |text| Day::parse(text).unwrap();
/// let next = |born, today| next_birthday(born, day(today), February28);
/// assert_eq!(next((11, 29), "2026-11-22"), Some(day("2026-11-29")));
/// assert_eq!(next((1, 3), "2026-12-29"), Some(day("2027-01-03")));
/// assert_eq!(next((2, 29), "2027-02-25"), Some(day("2027-02-28")));
/// ```
pub fn next_birthday(born: (u32, u32), today: Day, leap: LeapBirthday) -> Option<Day> {
    let year = today.date().year();
    let in_year = |year| {
        let (month, day) = leap.in_year(born, year);
        Day::from_ymd(year, month, day)
    };
    [year, year + 1].into_iter().filter_map(in_year).find(|on| *on >= today)
}

fn birthday(born: (u32, u32), day: Day, leap: LeapBirthday) -> Option<CareCause> {
    let on = next_birthday(born, day, leap)?;
    (on.0 - day.0 <= BIRTHDAY_DAYS).then_some(CareCause::Birthday { on })
}

fn second(bought: &[Day], day: Day) -> Option<CareCause> {
    match bought {
        [first] if SECOND_DAYS.contains(&(day.0 - first.0)) => Some(CareCause::Second { first: *first }),
        [] | [_] | [_, _, ..] => None,
    }
}

/// Twice the median of the days between purchases, so that it is a whole number; `None` with fewer than three gaps.
///
/// ```
/// use loyaltui::domain::care::median_gap_twice;
/// use loyaltui::domain::day::Day;
///
/// // Gaps of 10, 20, 30 and 40 days: the median is 25.
/// assert_eq!(median_gap_twice(&[0, 10, 30, 60, 100].map(Day)), Some(50));
/// assert_eq!(median_gap_twice(&[0, 10, 30].map(Day)), None);
/// ```
pub fn median_gap_twice(bought: &[Day]) -> Option<i64> {
    let mut gaps: Vec<i64> = bought.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    gaps.sort_unstable();
    let n = gaps.len();
    (n >= GAPS_MIN).then(|| gaps[(n - 1) / 2] + gaps[n / 2])
}

/// A lost member is not slipping any more.
fn slipping(bought: &[Day], day: Day, dormant_days: i64) -> Option<CareCause> {
    let last = *bought.last()?;
    let (since, twice) = (day.0 - last.0, median_gap_twice(bought)?);
    let ratio_e1 = (20 * since).checked_div(twice)?;
    // Compared without division, so that 1.5 is 1.5 exactly.
    let is_late = 20 * since >= SLIPPING_E1 * twice && since <= dormant_days;
    is_late.then_some(CareCause::Slipping { last, ratio_e1 })
}

fn lost(facts: &CareFacts<'_>, day: Day) -> Option<CareCause> {
    let last = *facts.bought.last()?;
    let is_lost = day.0 - last.0 > facts.dormant_days;
    let is_worth_it = facts.money.is_some_and(|score| score >= WORTH_FROM);
    (is_lost && is_worth_it).then_some(CareCause::Lost { last })
}

enumeration! {
    /// Why a member is left out of the list.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum CareDrop {
        /// It has consented to no contact at all.
        NoConsent => "no_consent",
        /// It was in contact lately.
        Capped => "capped",
        /// It is left alone so that care can be measured.
        HeldOut => "holdout",
        /// Somebody has put it off until a later day.
        Postponed => "postponed",
    }
}

/// What speaks against a contact with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a bar of its own")]
pub struct CareBars {
    pub no_consent: bool,
    pub capped: bool,
    pub held_out: bool,
    /// Somebody has put the member off until a day that is still to come.
    pub put_off: bool,
}

impl CareBars {
    /// The first of them.
    fn first(self) -> Option<CareDrop> {
        let bars = [
            (self.put_off, CareDrop::Postponed),
            (self.no_consent, CareDrop::NoConsent),
            (self.capped, CareDrop::Capped),
            (self.held_out, CareDrop::HeldOut),
        ];
        bars.into_iter().find(|(holds, _)| *holds).map(|(_, drop)| drop)
    }
}

/// The causes that stay in spite of what speaks against a contact, or why the member is left out. An overdue case, a call back that is
/// due and a detractor whom nobody has answered always show, also of who is put off.
pub fn sifted(causes: Vec<CareCause>, bars: CareBars) -> Result<Vec<CareCause>, CareDrop> {
    let Some(bar) = bars.first().filter(|_| !causes.is_empty()) else { return Ok(causes) };
    let stay: Vec<CareCause> = causes.into_iter().filter(|cause| cause.reason().always_shows()).collect();
    if stay.is_empty() { Err(bar) } else { Ok(stay) }
}

/// Whether a member is left alone so that care can be measured: a share of all members, the same ones every day. `share_e4` is
/// the share times 10^4; the number is the one by which all files know the member.
///
/// ```
/// use loyaltui::domain::care::is_held_out;
/// use loyaltui::domain::num::MemberId;
///
/// let held = |share| (1..=10_000).filter(|id| is_held_out(MemberId(*id), share)).count();
/// assert_eq!((held(0), held(10_000)), (0, 10_000));
/// assert!((850..1_150).contains(&held(1_000)));
/// ```
pub fn is_held_out(member: MemberId, share_e4: i64) -> bool {
    let digest = Sha256::new_with_prefix("loyaltui/care/1").chain_update(member.0.to_be_bytes()).finalize();
    let head = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    // A ten-thousandth of all digests each.
    (i128::from(head) * 10_000) >> 64 < i128::from(share_e4)
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareRow {
    pub member: MemberRow,
    /// Why, in the programme's order; never empty.
    pub causes: Vec<CareCause>,
    /// Net spend of the 365 days that end on the day.
    pub spend: Money,
    /// The newest contact.
    pub last_contact: Option<(Day, ContactOutcome)>,
}

/// The list of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CareList {
    pub day: Day,
    /// The first rows, by their first reason, then the highest spend, then the member number.
    pub rows: Vec<CareRow>,
    /// How many there are in all.
    pub total: u64,
    /// How many have each reason as their first, in the programme's order.
    pub by_reason: Vec<(CareReason, u64)>,
    /// How many were left out, by why.
    pub dropped: Vec<(CareDrop, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::program::Program;
    use rstest::rstest;

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    fn reasons(facts: &CareFacts<'_>, day: &str) -> Vec<CareReason> {
        let program = Program::default();
        causes(facts, on(day), &program.care, program.birthday.leap).iter().map(CareCause::reason).collect()
    }

    #[rstest]
    #[case::a_week_ahead((11, 29), true)]
    #[case::eight_days_ahead((11, 30), false)]
    #[case::today((11, 22), true)]
    #[case::yesterday((11, 21), false)]
    fn a_birthday_within_seven_days(#[case] born: (u32, u32), #[case] is_reason: bool) {
        let facts = CareFacts { birthday: Some(born), ..CareFacts::default() };
        assert_eq!(reasons(&facts, "2026-11-22") == [CareReason::Birthday], is_reason);
    }

    #[rstest]
    #[case::within_thirty_days(&[("2026-12-22", 200)], Some(200))]
    #[case::a_day_later(&[("2026-12-23", 200)], None)]
    #[case::too_few(&[("2026-12-22", 199)], None)]
    #[case::together(&[("2026-11-22", 120), ("2026-12-22", 80)], Some(200))]
    #[case::what_has_expired(&[("2026-11-21", 500)], None)]
    fn points_that_expire(#[case] lots: &[(&str, i64)], #[case] points: Option<i64>) {
        let lots: Vec<(Day, Points)> = lots.iter().map(|(last, points)| (on(last), Points(*points))).collect();
        let facts = CareFacts { lots: &lots, ..CareFacts::default() };
        let program = Program::default();
        let found = causes(&facts, on("2026-11-22"), &program.care, program.birthday.leap);
        let expected = points.map(|points| CareCause::Expiring { on: lots[0].0, points: Points(points) });
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    }

    #[rstest]
    #[case::thirty_days_ahead("2026-12-22", true)]
    #[case::thirty_one("2026-12-23", false)]
    fn a_tier_that_falls_soon(#[case] review: &str, #[case] is_reason: bool) {
        let facts = CareFacts { review: Some((on(review), "silver".to_owned())), ..CareFacts::default() };
        assert_eq!(reasons(&facts, "2026-11-22") == [CareReason::TierReview], is_reason);
    }

    /// 2026-11-22 less so many days.
    #[rstest]
    #[case::nineteen_days(&[19], &[])]
    #[case::twenty_days(&[20], &[CareReason::Second])]
    #[case::sixty_days(&[60], &[CareReason::Second])]
    #[case::sixty_one_days(&[61], &[])]
    #[case::bought_twice(&[40, 25], &[])]
    #[case::slipping_by_gaps_of_10_20_30_40(&[140, 130, 110, 80, 40], &[CareReason::Slipping])]
    #[case::at_one_and_a_half(&[100, 80, 60, 30 ], &[CareReason::Slipping])]
    #[case::just_below_one_and_a_half(&[109, 89, 69, 29], &[])]
    #[case::only_two_gaps(&[140, 130, 110], &[])]
    #[case::lost_but_never_worth_much(&[500, 490, 480, 470], &[])]
    fn purchases_say_it(#[case] ago: &[i64], #[case] expected: &[CareReason]) {
        let day = on("2026-11-22");
        let bought: Vec<Day> = ago.iter().map(|ago| day.plus_days(-ago)).collect();
        let facts = CareFacts { bought: &bought, dormant_days: 365, money: Some(3), ..CareFacts::default() };
        assert_eq!(reasons(&facts, "2026-11-22"), expected);
    }

    #[rstest]
    #[case::worth_it(Some(4), 366, true)]
    #[case::not_worth_it(Some(3), 366, false)]
    #[case::not_scored(None, 366, false)]
    #[case::dormant(Some(5), 365, false)]
    fn lost_and_worth_it(#[case] money: Option<u8>, #[case] ago: i64, #[case] is_reason: bool) {
        let bought = [on("2026-11-22").plus_days(-ago)];
        let facts = CareFacts { bought: &bought, dormant_days: 365, money, ..CareFacts::default() };
        assert_eq!(reasons(&facts, "2026-11-22") == [CareReason::Lost], is_reason);
    }

    #[test]
    fn the_order_is_the_programmes() {
        let day = on("2026-11-22");
        let facts = CareFacts {
            overdue: Some((FactId(7), day)),
            call_back: Some(day),
            detractor: Some((day, 3)),
            birthday: Some((11, 24)),
            ..CareFacts::default()
        };
        let all = [CareReason::Case, CareReason::CallBack, CareReason::Detractor, CareReason::Birthday];
        assert_eq!(reasons(&facts, "2026-11-22"), all);
        let rules = CareRules { order: vec![CareReason::Birthday, CareReason::Case], min_points: 200, holdout_e4: 0 };
        let found = causes(&facts, day, &rules, LeapBirthday::February28);
        assert_eq!(found.iter().map(CareCause::reason).collect::<Vec<_>>(), [CareReason::Birthday, CareReason::Case]);
    }

    #[test]
    fn a_call_back_waits_for_its_day() {
        let facts = CareFacts { call_back: Some(on("2026-11-23")), ..CareFacts::default() };
        assert_eq!(reasons(&facts, "2026-11-22"), []);
        assert_eq!(reasons(&facts, "2026-11-23"), [CareReason::CallBack]);
        assert_eq!(reasons(&facts, "2026-11-25"), [CareReason::CallBack], "and is not forgotten after it");
    }

    #[test]
    fn who_waits_stays_whatever_speaks_against_it() {
        let (due, born) = (CareCause::Case { case: FactId(1), due: Day(1) }, CareCause::Birthday { on: Day(2) });
        let bars = CareBars { no_consent: true, capped: true, held_out: true, put_off: false };
        assert_eq!(sifted(vec![due.clone(), born.clone()], bars), Ok(vec![due]));
        assert_eq!(sifted(vec![born.clone()], bars), Err(CareDrop::NoConsent));
        assert_eq!(sifted(vec![born.clone()], CareBars { no_consent: false, ..bars }), Err(CareDrop::Capped));
        assert_eq!(
            sifted(vec![born.clone()], CareBars { held_out: true, ..CareBars::default() }),
            Err(CareDrop::HeldOut)
        );
        assert_eq!(sifted(vec![born.clone()], CareBars::default()), Ok(vec![born]));
    }

    #[test]
    fn who_is_put_off_still_shows_for_what_waits() {
        let bars = CareBars { put_off: true, ..CareBars::default() };
        let case = CareCause::Case { case: FactId(1), due: Day(9) };
        let call_back = CareCause::CallBack { on: Day(9) };
        let born = CareCause::Birthday { on: Day(12) };
        assert_eq!(sifted(vec![case.clone(), born.clone()], bars), Ok(vec![case]));
        assert_eq!(sifted(vec![call_back.clone(), born.clone()], bars), Ok(vec![call_back]));
        assert_eq!(sifted(vec![born.clone()], bars), Err(CareDrop::Postponed));
        assert_eq!(sifted(Vec::new(), bars), Ok(Vec::new()));
        assert_eq!(sifted(vec![born.clone()], CareBars::default()), Ok(vec![born]));
    }
}

//! The programme: every choice in the rules, as data. Stored as effective-dated versions.

mod alerts;
mod care;
mod check;
mod currency;
pub mod decimal;
mod parse;
mod points_rules;
pub mod problem;
mod read;
mod targets;
#[cfg(test)]
mod tests;
mod versions;

pub use currency::Currency;
pub use points_rules::{Expiry, PointsRules, RefundPolicy};
pub use problem::{ProgramError, ProgramProblem};
pub use versions::{Programs, Version};

use super::alert::AlertRule;
use super::contact::{CareReason, ContactRules};
use super::day::{Day, Zone};
use super::fact::RATING_SCALE;
use super::figure::Target;
use super::num::{Money, Overflow, Points};
use super::op::kind::OpKind;
use super::operator::{Limits, Role};
use super::segment::Ties;
use super::staff::session::SessionRules;
use serde::{Deserialize, Serialize};

/// The programme that a store begins with where no other is given: `assets/program.toml`, comments and all.
///
/// A value in it is part of the file's format: a stored text that leaves a key out means this value, for ever. Add keys, but
/// never change what one says.
pub const DEFAULT_TOML: &str = include_str!("../../../assets/program.toml");

/// The limits of supervisors where a programme does not name them.
const SUPERVISOR: Limits =
    Limits { per_op: Some(Points(2_000)), per_day: Some(Points(20_000)), per_member_month: Some(Points(8_000)) };

/// One version of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// The programme's name, for titles.
    pub name: String,
    pub currency: Currency,
    /// Zone of every business day.
    pub zone: Zone,
    pub points: PointsRules,
    /// What a refund does where points have been spent.
    pub refund: RefundPolicy,
    /// How tiers are won, kept and lost.
    pub tier: TierRules,
    /// The tiers, lowest (base) first; never empty.
    pub tiers: Vec<Tier>,
    /// Reason codes for changes by hand; never empty.
    pub reasons: Vec<Reason>,
    /// Limits by role; a role that is not named has none.
    pub limits: Vec<(Role, Limits)>,
    /// How often a role may look at personal fields in a day, where the text says so.
    pub reveals: Vec<(Role, u32)>,
    /// Windows of the lifecycle stages, in days.
    pub lifecycle: LifecycleRules,
    pub feedback: FeedbackRules,
    /// Scores by recency, frequency and money.
    pub rfm: RfmRules,
    pub clv: ClvRules,
    pub data: DataRules,
    pub birthday: BirthdayRules,
    pub contact: ContactRules,
    pub care: CareRules,
    /// What a second person has to approve.
    pub approval: ApprovalRules,
    /// How long operators stay logged in.
    pub session: SessionRules,
    /// What is watched; none unless the file has some.
    pub alerts: Vec<AlertRule>,
    /// What is planned of figures, month by month; nothing unless the file has some.
    pub targets: Vec<Target>,
    /// Why members leave; nothing unless the file has some.
    pub churn_reasons: Vec<ChurnReason>,
}

/// Why members leave, by the code that is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChurnReason {
    pub code: String,
    pub name_en: String,
    pub name_zh: String,
}

/// How often personal fields may be looked at in a day, unless the programme says otherwise.
const REVEALS: u32 = 30;

/// What a second person has to approve, once a data file has operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRules {
    /// An approval request can be approved on so many days after its own.
    pub days: u32,
    /// What always needs a second person, whatever the size.
    pub always: Vec<OpKind>,
}

/// How tiers are won, kept and lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierRules {
    /// The days whose purchases count.
    pub window: QualifyingPeriod,
    /// Whether `spend` and `orders` are alternatives.
    pub met: ThresholdMode,
    /// Months for which a qualification holds.
    pub validity_months: u32,
    /// Where a review that is not met leads.
    pub down: DowngradeRule,
    /// What a refund of qualifying money does.
    pub on_refund: RefundTierRule,
}

/// The qualification window of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualifyingPeriod {
    /// That many business days ending on the day itself.
    Days(u32),
    /// From 1 January to the day.
    CalendarYear,
}

impl QualifyingPeriod {
    /// The first day of the window that ends on `day`.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    /// use loyaltui::domain::program::QualifyingPeriod;
    ///
    /// let day = Day::parse("2026-06-01").unwrap();
    /// assert_eq!(QualifyingPeriod::Days(365).first_day(day).to_string(), "2025-06-02");
    /// assert_eq!(QualifyingPeriod::CalendarYear.first_day(day).to_string(), "2026-01-01");
    /// ```
    pub fn first_day(self, day: Day) -> Day {
        match self {
            Self::Days(n) => day.plus_days(1 - i64::from(n)),
            Self::CalendarYear => day.start_of_year(),
        }
    }
}

/// Whether one threshold is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdMode {
    /// Either spend or orders is enough.
    Any,
    /// Spend and orders are both needed.
    All,
}

/// Where a review that is not met leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DowngradeRule {
    /// One tier down, whatever that tier's own thresholds say.
    OneDown,
    /// To the highest lower tier whose entry the window meets.
    ToEarned,
}

/// What a refund of qualifying money does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundTierRule {
    /// The tier stays until the review.
    Keep,
    /// Undoes the last qualification if it would not have happened.
    Drop,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Its code in files and commands.
    pub code: String,
    pub name_en: String,
    pub name_zh: String,
    /// Multiplier on earned points, times 10^4.
    pub multiplier_e4: i64,
    /// What it takes to enter; the base tier has neither.
    pub enter: Threshold,
    /// What it takes to keep it at a review; `None`: the entry threshold.
    pub keep: Option<Threshold>,
}

/// Net spend and/or orders within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Threshold {
    /// Net spend in minor units.
    pub spend: Option<Money>,
    pub orders: Option<i64>,
}

impl Threshold {
    /// Whether a window's sums reach it. A threshold without any condition is never met by sums.
    ///
    /// ```
    /// use loyaltui::domain::num::Money;
    /// use loyaltui::domain::program::{Threshold, ThresholdMode};
    ///
    /// // Gold is kept with ¥3,000 or 8 orders: ¥2,999 and 8 orders keep it, ¥2,999 and 7 do not.
    /// let keep = Threshold { spend: Some(Money(300_000)), orders: Some(8) };
    /// assert!(keep.is_met(ThresholdMode::Any, Money(299_900), 8));
    /// assert!(!keep.is_met(ThresholdMode::Any, Money(299_900), 7) && !keep.is_met(ThresholdMode::All, Money(299_900), 8));
    /// ```
    pub fn is_met(&self, met: ThresholdMode, spend: Money, orders: i64) -> bool {
        let by_spend = self.spend.map(|t| spend >= t);
        let by_orders = self.orders.map(|t| orders >= t);
        match (met, by_spend, by_orders) {
            (_, None, None) => false,
            (_, Some(one), None) | (_, None, Some(one)) => one,
            (ThresholdMode::Any, Some(a), Some(b)) => a || b,
            (ThresholdMode::All, Some(a), Some(b)) => a && b,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its code in files and commands.
    pub code: String,
    pub name_en: String,
    pub name_zh: String,
    /// The shortest note it asks for, in characters (0: none).
    pub min_note: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedbackRules {
    /// Hours in which a case is due.
    pub sla_hours: i64,
}

/// What data may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataRules {
    /// The oldest day on which something may have happened.
    pub oldest: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthdayRules {
    pub leap: LeapBirthday,
}

/// Whom to care for, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareRules {
    /// The reasons for which members stand on the care list, the most urgent first; a reason that is not named is not looked for.
    pub order: Vec<CareReason>,
    /// The fewest points that are worth a contact before they expire.
    pub min_points: i64,
    /// The share of members who are never cared for so that care can be measured, times 10^4.
    pub holdout_e4: i64,
}

/// On which day of other years somebody born on 29 February has a birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeapBirthday {
    February28,
    March1,
}

impl LeapBirthday {
    /// The month and day on which a birthday falls in a year.
    ///
    /// ```
    /// use loyaltui::domain::program::LeapBirthday::{February28, March1};
    ///
    /// assert_eq!(February28.in_year((2, 29), 2027), (2, 28));
    /// assert_eq!(March1.in_year((2, 29), 2027), (3, 1));
    /// assert_eq!(March1.in_year((2, 29), 2028), (2, 29));
    /// assert_eq!(February28.in_year((3, 1), 2027), (3, 1));
    /// ```
    pub fn in_year(self, born: (u32, u32), year: i32) -> (u32, u32) {
        if born != (2, 29) || Day::from_ymd(year, 2, 29).is_some() {
            return born;
        }
        match self {
            Self::February28 => (2, 28),
            Self::March1 => (3, 1),
        }
    }
}

/// Windows of the lifecycle stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifecycleRules {
    /// `new`: first purchase at most so many days ago.
    pub new_days: i64,
    /// `active`: last purchase at most so many days ago.
    pub active_days: i64,
    /// `lapsing`. Under `auto`: what stands in until everybody's gaps are known (see [`LifecycleRules::with_gap`]).
    pub lapsing_days: i64,
    /// Whether everybody's gaps between purchase days set it (`auto`).
    pub lapsing_auto: bool,
    /// `dormant`.
    pub dormant_days: i64,
}

impl LifecycleRules {
    /// The rules with the lapsing window that a gap sets: never shorter than `active`, never longer than `dormant`.
    ///
    /// ```
    /// use loyaltui::domain::program::Program;
    ///
    /// let rules = Program::default().lifecycle;
    /// let auto = loyaltui::domain::program::LifecycleRules { lapsing_auto: true, ..rules };
    /// assert_eq!([30, 120, 900].map(|gap| auto.with_gap(gap).lapsing_days), [90, 120, 365]);
    /// assert_eq!(rules.with_gap(120).lapsing_days, 180, "set to a number of days");
    /// ```
    #[must_use]
    pub fn with_gap(self, gap: i64) -> Self {
        if !self.lapsing_auto {
            return self;
        }
        Self { lapsing_days: gap.min(self.dormant_days).max(self.active_days), ..self }
    }
}

/// Scores by recency, frequency and money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmRules {
    pub ties: Ties,
    /// With fewer members to score, scores are withheld.
    pub min_members: u64,
    /// Only the purchases of so many days that end on the day asked about count; `None`: all of them.
    pub window_days: Option<u32>,
}

impl RfmRules {
    /// Returns the first day of the window that ends on `day`; `None` where the whole history counts.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    /// use loyaltui::domain::program::{Program, RfmRules};
    ///
    /// let rules = RfmRules { window_days: Some(30), ..Program::default().rfm };
    /// assert_eq!(rules.window_from(Day::parse("2026-06-30").unwrap()), Day::parse("2026-06-01"));
    /// ```
    pub fn window_from(&self, day: Day) -> Option<Day> {
        self.window_days.map(|n| day.plus_days(1 - i64::from(n)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClvRules {
    /// With fewer members who bought on a second day, values are withheld.
    pub min_repeaters: u64,
    /// Share of net spend that is margin, times 10^4.
    pub margin_e4: i64,
    /// Discount of a month, times 10^6.
    pub discount_e6: i64,
    pub months: u32,
}

impl Default for Program {
    /// The programme of [`DEFAULT_TOML`].
    fn default() -> Self {
        match Self::parse(DEFAULT_TOML) {
            Ok(program) => program,
            Err(errors) => unreachable!("a test parses assets/program.toml: {errors:?}"),
        }
    }
}

impl Program {
    /// Reads the text of a `program.toml`. What it does not say is as in [`DEFAULT_TOML`]; every mistake is told, by line.
    ///
    /// ```
    /// use loyaltui::domain::program::Program;
    ///
    /// let slow = Program::parse("[points]\npending_days = 7\n").unwrap();
    /// assert_eq!((slow.points.pending_days, slow.tiers.len()), (7, 4));
    /// let errors = Program::parse("[points]\npending_days = -1\n").unwrap_err();
    /// assert_eq!(errors[0].line, 2);
    /// ```
    pub fn parse(toml: &str) -> Result<Self, Vec<ProgramError>> {
        parse::parse(toml)
    }

    /// What a newer version changes that facts are built on: `zone`, `currency`, or the code of a tier that is missing or
    /// has another place among the old ones. `None` where it may follow.
    ///
    /// ```
    /// use loyaltui::domain::program::Program;
    ///
    /// let old = Program::default();
    /// let elsewhere = Program::parse("zone = \"Europe/Berlin\"\n").unwrap();
    /// assert_eq!(old.fixed_change(&old), None);
    /// assert!(old.fixed_change(&elsewhere).is_some());
    /// ```
    pub fn fixed_change(&self, newer: &Self) -> Option<String> {
        check::fixed_change(self, newer)
    }

    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.reasons.iter().find(|r| r.code == code)
    }

    /// The place of a tier code, lowest 0; an unknown code stands for the base tier.
    pub fn tier_rank(&self, code: &str) -> usize {
        self.tiers.iter().position(|t| t.code == code).unwrap_or(0)
    }

    pub fn tier(&self, code: &str) -> Option<&Tier> {
        self.tiers.iter().find(|t| t.code == code)
    }

    /// Limits of a role; none where the programme names none. Texts from before there were supervisors name none for these: they have
    /// those of the default.
    pub fn limits_of(&self, role: Role) -> Limits {
        let named = self.limits.iter().find(|(r, _)| *r == role).map(|(_, limits)| *limits);
        named.unwrap_or(if role == Role::Supervisor { SUPERVISOR } else { Limits::default() })
    }

    /// How often a role may look at personal fields in a day; 30 where the programme says nothing.
    pub fn reveals_of(&self, role: Role) -> u32 {
        self.reveals.iter().find(|(r, _)| *r == role).map_or(REVEALS, |(_, n)| *n)
    }

    /// The rating a sale is recorded with: this version's rate times the multiplier of the tier held before it.
    ///
    /// ```
    /// use loyaltui::domain::program::Program;
    ///
    /// // One point per ¥1, times 1.5 for platinum; in points per major unit times 10^10.
    /// assert_eq!(Program::default().rating("platinum"), 15_000_000_000);
    /// ```
    pub fn rating(&self, tier_code: &str) -> i64 {
        let tier = &self.tiers[self.tier_rank(tier_code)];
        self.points.rate_e6.saturating_mul(tier.multiplier_e4)
    }

    /// Minor units in one major unit.
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(self.currency.decimals)
    }

    /// Points for a basis (minor units) at a rating: floored once, at the very end. A basis below zero earns nothing.
    ///
    /// ```
    /// use loyaltui::domain::num::{Money, Points};
    /// use loyaltui::domain::program::Program;
    ///
    /// let program = Program::default();
    /// assert_eq!(program.points_for(Money(29_990), program.rating("base")), Ok(Points(299)));
    /// assert_eq!(program.points_for(Money(9_900), program.rating("platinum")), Ok(Points(148)), "148.5, floored once");
    /// ```
    pub fn points_for(&self, basis: Money, rating: i64) -> Result<Points, Overflow> {
        let basis = i128::from(basis.0.max(0));
        let scale = i128::from(RATING_SCALE) * i128::from(self.minor_per_major());
        let product = basis.checked_mul(i128::from(rating)).ok_or(Overflow)?;
        Points::checked(product.div_euclid(scale))
    }
}

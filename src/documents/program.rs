//! `program show` and `program check`: the rules as data.

use crate::domain::day::Instant;
use crate::domain::operator::Limits;
use crate::domain::program::{
    DowngradeRule, Expiry, Program, Programs, QualifyingPeriod, Reason, RefundPolicy, RefundTierRule, Threshold,
    ThresholdMode, Tier,
};
use crate::domain::question::ProgramInForce;
use serde::Serialize;

/// `program show`: the programme in force, and the versions there have been.
#[derive(Debug, Serialize)]
pub struct ProgramDoc<'a> {
    version: i64,
    #[serde(flatten)]
    rules: RulesDoc<'a>,
    /// Those that were or are in force, and the one to come.
    versions: Vec<VersionDoc>,
    coming: Option<VersionDoc>,
    toml: &'a str,
}

impl<'a> ProgramDoc<'a> {
    /// The document of a store's programme.
    pub fn new(programs: &'a Programs, shown: &'a ProgramInForce) -> Self {
        let in_force = programs.versions().iter().find(|version| version.number == shown.version);
        let in_force = in_force.unwrap_or_else(|| programs.newest());
        let coming = |(version, from): (i64, Instant)| VersionDoc { version, from: Some(from.rfc3339()) };
        let version = |v: &crate::domain::program::Version| VersionDoc {
            version: v.number,
            // The first version holds from the beginning of time.
            from: (v.from.0 != i64::MIN).then(|| v.from.rfc3339()),
        };
        Self {
            version: in_force.number,
            rules: RulesDoc::new(&in_force.program),
            versions: programs.versions().iter().map(version).collect(),
            coming: shown.coming.map(coming),
            toml: &shown.text,
        }
    }
}

#[derive(Debug, Serialize)]
struct VersionDoc {
    version: i64,
    from: Option<String>,
}

/// `program check`: the file is good, and this is how it is understood.
#[derive(Debug, Serialize)]
pub struct CheckDoc<'a> {
    valid: bool,
    #[serde(flatten)]
    rules: RulesDoc<'a>,
}

impl<'a> CheckDoc<'a> {
    pub fn new(program: &'a Program) -> Self {
        Self { valid: true, rules: RulesDoc::new(program) }
    }
}

#[derive(Debug, Serialize)]
struct RulesDoc<'a> {
    name: &'a str,
    currency: CurrencyDoc<'a>,
    zone: &'a str,
    points: PointsRulesDoc,
    refund: &'static str,
    tier: TierRulesDoc,
    tiers: Vec<TierDoc<'a>>,
    reasons: Vec<ReasonDoc<'a>>,
    limits: Vec<LimitsDoc>,
    lifecycle_days: StageDaysDoc,
    rfm_window_days: Option<u32>,
}

impl<'a> RulesDoc<'a> {
    fn new(program: &'a Program) -> Self {
        let life = &program.lifecycle;
        Self {
            name: &program.name,
            currency: CurrencyDoc {
                code: &program.currency.code,
                symbol: &program.currency.symbol,
                decimals: program.currency.decimals,
            },
            zone: program.zone.0.name(),
            points: PointsRulesDoc {
                rate_e6: program.points.rate_e6,
                expiry: expiry(program.points.expiry),
                pending_days: program.points.pending_days,
            },
            refund: match program.refund {
                RefundPolicy::Deficit => "deficit",
                RefundPolicy::WithinBalance => "within_balance",
                RefundPolicy::PendingOnly => "pending_only",
            },
            tier: TierRulesDoc::new(program),
            tiers: program.tiers.iter().map(TierDoc::new).collect(),
            reasons: program.reasons.iter().map(ReasonDoc::new).collect(),
            limits: program.limits.iter().map(|(role, limits)| LimitsDoc::new(*role, *limits)).collect(),
            lifecycle_days: StageDaysDoc {
                new: life.new_days,
                active: life.active_days,
                lapsing: life.lapsing_days,
                lapsing_auto: life.lapsing_auto,
                dormant: life.dormant_days,
            },
            rfm_window_days: program.rfm.window_days,
        }
    }
}

#[derive(Debug, Serialize)]
struct CurrencyDoc<'a> {
    code: &'a str,
    symbol: &'a str,
    decimals: u32,
}

/// `rate_e6`: points per major unit, times 10^6.
#[derive(Debug, Serialize)]
struct PointsRulesDoc {
    rate_e6: i64,
    expiry: String,
    pending_days: u32,
}

/// An expiry as `program.toml` writes it.
pub fn expiry(expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => "never".to_owned(),
        Expiry::Months(n) => format!("months({n})"),
        Expiry::EndOfMonth(n) => format!("end_of_month({n})"),
        Expiry::EndOfYear(n) => format!("end_of_year({n})"),
    }
}

#[derive(Debug, Serialize)]
struct TierRulesDoc {
    window: String,
    met: &'static str,
    validity_months: u32,
    down: &'static str,
    on_refund: &'static str,
}

impl TierRulesDoc {
    fn new(program: &Program) -> Self {
        let rules = &program.tier;
        Self {
            window: window(rules.window),
            met: match rules.met {
                ThresholdMode::Any => "any",
                ThresholdMode::All => "all",
            },
            validity_months: rules.validity_months,
            down: match rules.down {
                DowngradeRule::OneDown => "one_down",
                DowngradeRule::ToEarned => "to_earned",
            },
            on_refund: match rules.on_refund {
                RefundTierRule::Keep => "keep",
                RefundTierRule::Drop => "drop",
            },
        }
    }
}

/// A window as `program.toml` writes it.
pub fn window(window: QualifyingPeriod) -> String {
    match window {
        QualifyingPeriod::Days(n) => format!("{n}_days"),
        QualifyingPeriod::CalendarYear => "calendar_year".to_owned(),
    }
}

/// `multiplier_e4`: times 10^4.
#[derive(Debug, Serialize)]
struct TierDoc<'a> {
    code: &'a str,
    name: NameDoc<'a>,
    multiplier_e4: i64,
    enter: ThresholdDoc,
    keep: ThresholdDoc,
}

impl<'a> TierDoc<'a> {
    fn new(tier: &'a Tier) -> Self {
        Self {
            code: &tier.code,
            name: NameDoc { en: &tier.name_en, zh: &tier.name_zh },
            multiplier_e4: tier.multiplier_e4,
            enter: ThresholdDoc::new(tier.enter),
            keep: ThresholdDoc::new(tier.keep.unwrap_or(tier.enter)),
        }
    }
}

#[derive(Debug, Serialize)]
struct NameDoc<'a> {
    en: &'a str,
    zh: &'a str,
}

/// Net spend in minor units, and a number of orders.
#[derive(Debug, Serialize)]
pub struct ThresholdDoc {
    spend: Option<i64>,
    orders: Option<i64>,
}

impl ThresholdDoc {
    pub fn new(threshold: Threshold) -> Self {
        Self { spend: threshold.spend.map(|m| m.0), orders: threshold.orders }
    }
}

#[derive(Debug, Serialize)]
struct ReasonDoc<'a> {
    code: &'a str,
    name: NameDoc<'a>,
    min_note: usize,
}

impl<'a> ReasonDoc<'a> {
    fn new(reason: &'a Reason) -> Self {
        let name = NameDoc { en: &reason.name_en, zh: &reason.name_zh };
        Self { code: &reason.code, name, min_note: reason.min_note }
    }
}

#[derive(Debug, Serialize)]
struct LimitsDoc {
    role: &'static str,
    per_op: Option<i64>,
    per_day: Option<i64>,
    per_member_month: Option<i64>,
}

impl LimitsDoc {
    fn new(role: crate::domain::operator::Role, limits: Limits) -> Self {
        let Limits { per_op, per_day, per_member_month } = limits;
        Self {
            role: super::word::role(role),
            per_op: per_op.map(|p| p.0),
            per_day: per_day.map(|p| p.0),
            per_member_month: per_member_month.map(|p| p.0),
        }
    }
}

/// Days of the lifecycle's windows.
#[derive(Debug, Serialize)]
pub struct StageDaysDoc {
    /// `new`.
    pub new: i64,
    /// `active`.
    pub active: i64,
    /// `lapsing`; under `auto` in a programme what stands in until there are gaps.
    pub lapsing: i64,
    /// Whether everybody's gaps between purchase days set it.
    pub lapsing_auto: bool,
    /// `dormant`.
    pub dormant: i64,
}

//! `overview` and `care`.

use crate::domain::activation::{Activation, ActivationShare, ActivationWeek};
use crate::domain::care::{CareCause, CareList, CareRow};
use crate::domain::day::Day;
use crate::domain::overview::{Figure, FigureValue, Overview, PointFlows, PointsOverview};
use crate::domain::target_rows::TargetRow;
use crate::text::Words;
use serde::Serialize;
use std::collections::BTreeMap;

/// `overview`: every figure with its definition, and the points behind some of them.
#[derive(Debug, Serialize)]
pub struct OverviewDoc {
    day: Day,
    /// The newest operation that is in it.
    through: i64,
    figures: Vec<FigureDoc>,
    points: PointsDetailDoc,
    /// What was planned of figures, month by month; empty for a part of the members.
    targets: Vec<TargetDoc>,
}

/// A target: money in minor units, shares from 0 to 1.
#[derive(Debug, Serialize)]
struct TargetDoc {
    metric: &'static str,
    month: String,
    plan: f64,
    actual: Option<f64>,
}

/// A figure: money in minor units, shares from 0 to 1.
#[derive(Debug, Serialize)]
pub struct FigureDoc {
    code: &'static str,
    value: Option<f64>,
    n: Option<u64>,
    low: Option<f64>,
    high: Option<f64>,
    definition: String,
    as_of: Day,
    months: Vec<Option<f64>>,
    filter: Option<String>,
}

impl FigureDoc {
    fn new(figure: &Figure, as_of: Day, words: Words) -> Self {
        Self {
            code: figure.code.word(),
            value: figure.value.map(FigureValue::number),
            n: figure.n,
            low: figure.interval.map(|(low, _)| low),
            high: figure.interval.map(|(_, high)| high),
            definition: words.figure_about(figure.code),
            as_of,
            months: figure.months.iter().map(|value| value.map(FigureValue::number)).collect(),
            filter: figure.filter.clone(),
        }
    }
}

#[derive(Debug, Serialize)]
struct PointsDetailDoc {
    outstanding: i64,
    owed: i64,
    /// By month of expiry, `never` for what never expires.
    by_expiry: BTreeMap<String, i64>,
    /// What was there, less what was owed, before the first month.
    before: i64,
    months: Vec<FlowsDoc>,
    /// Whether `before` and the months come to `outstanding` less `owed`.
    ties: bool,
    tiers: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
struct FlowsDoc {
    month: String,
    opening: i64,
    earned: i64,
    bonus: i64,
    adjusted: i64,
    redeemed: i64,
    clawed_back: i64,
    expired: i64,
}

impl FlowsDoc {
    fn new((first, flows): &(Day, PointFlows)) -> Self {
        let PointFlows { opening, earned, bonus, adjusted, redeemed, clawed_back, expired } = *flows;
        Self { month: month(*first), opening, earned, bonus, adjusted, redeemed, clawed_back, expired }
    }
}

/// `2026-11`.
fn month(first: Day) -> String {
    first.to_string().get(..7).unwrap_or_default().to_owned()
}

impl OverviewDoc {
    pub fn new(overview: &Overview, points: &PointsOverview, targets: &[TargetRow], words: Words) -> Self {
        let quick = overview.figures.iter().map(|figure| FigureDoc::new(figure, overview.day, words));
        let of_points = points.figures();
        let of_points = of_points.iter().map(|figure| FigureDoc::new(figure, points.day, words));
        let by_expiry = points.by_expiry.iter().map(|(first, n)| (first.map_or_else(|| "never".to_owned(), month), *n));
        Self {
            day: overview.day,
            through: overview.through.0,
            figures: quick.chain(of_points).collect(),
            points: PointsDetailDoc {
                outstanding: points.outstanding,
                owed: points.owed,
                by_expiry: by_expiry.collect(),
                before: points.before,
                months: points.flows.iter().map(FlowsDoc::new).collect(),
                ties: points.ties(),
                tiers: points.tiers.clone(),
            },
            targets: targets
                .iter()
                .map(|row| TargetDoc {
                    metric: row.code.word(),
                    month: month(row.month),
                    plan: row.plan.number(),
                    actual: row.actual.map(FigureValue::number),
                })
                .collect(),
        }
    }
}

/// `care`: the list of a day.
#[derive(Debug, Serialize)]
pub struct CareDoc<'a> {
    day: Day,
    rows: Vec<CareRowDoc<'a>>,
    total: u64,
    by_reason: BTreeMap<&'static str, u64>,
    dropped: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize)]
struct CareRowDoc<'a> {
    member_no: &'a str,
    name: &'a str,
    phone: &'a str,
    reasons: Vec<&'static str>,
    since: Option<Day>,
    value: i64,
    last_contact: Option<Day>,
    last_outcome: Option<&'static str>,
}

impl<'a> CareRowDoc<'a> {
    fn new(row: &'a CareRow) -> Self {
        Self {
            member_no: &row.member.member_no,
            name: &row.member.name,
            phone: &row.member.phone,
            reasons: row.causes.iter().map(|cause| cause.reason().word()).collect(),
            since: row.causes.first().map(CareCause::since),
            value: row.spend.0,
            last_contact: row.last_contact.map(|(day, _)| day),
            last_outcome: row.last_contact.map(|(_, outcome)| outcome.word()),
        }
    }
}

impl<'a> CareDoc<'a> {
    pub fn new(list: &'a CareList) -> Self {
        Self {
            day: list.day,
            rows: list.rows.iter().map(CareRowDoc::new).collect(),
            total: list.total,
            by_reason: list.by_reason.iter().map(|(reason, n)| (reason.word(), *n)).collect(),
            dropped: list.dropped.iter().map(|(drop, n)| (drop.word(), *n)).collect(),
        }
    }
}

/// `care activation`: by week of joining, who had a second purchase day.
#[derive(Debug, Serialize)]
pub struct ActivationDoc {
    day: Day,
    weeks: Vec<ActivationWeekDoc>,
}

#[derive(Debug, Serialize)]
struct ActivationWeekDoc {
    /// The Monday that it begins with.
    from: Day,
    joined: u64,
    by_30: Option<ActivationShareDoc>,
    by_60: Option<ActivationShareDoc>,
}

#[derive(Debug, Serialize)]
struct ActivationShareDoc {
    part: u64,
    n: u64,
    low: Option<f64>,
    high: Option<f64>,
}

impl ActivationShareDoc {
    fn new(share: ActivationShare) -> Self {
        let ActivationShare { rate, interval } = share;
        Self { part: rate.part, n: rate.n, low: interval.map(|told| told.low), high: interval.map(|told| told.high) }
    }
}

impl ActivationDoc {
    pub fn new(activation: &Activation) -> Self {
        let week = |week: &ActivationWeek| {
            let [by_30, by_60] = week.within.map(|share| share.map(ActivationShareDoc::new));
            ActivationWeekDoc { from: week.from, joined: week.joined, by_30, by_60 }
        };
        Self { day: activation.day, weeks: activation.weeks.iter().map(week).collect() }
    }
}

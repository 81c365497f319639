//! `care lost`: why members left, and who of the lost has bought again.

use crate::domain::day::Day;
use crate::domain::experiment::Span;
use crate::domain::lost::{ChurnMonth, LostReport, LostShare, WinBack};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct LostDoc<'a> {
    day: Day,
    months: Vec<ChurnMonthDoc<'a>>,
    win_back: WinBackDoc,
}

#[derive(Debug, Serialize)]
struct ChurnMonthDoc<'a> {
    month: String,
    n: u64,
    reasons: Vec<ChurnReasonDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct ChurnReasonDoc<'a> {
    reason: &'a str,
    #[serde(flatten)]
    share: ShareDoc,
}

#[derive(Debug, Serialize)]
struct ShareDoc {
    part: u64,
    n: u64,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Debug, Serialize)]
struct WinBackDoc {
    /// The day on which they were lost.
    from: Day,
    has_holdout: bool,
    held_out: ShareDoc,
    touched: ShareDoc,
    /// How many of the touched were contacted.
    contacted: u64,
    /// Whether there are too few in either group.
    too_few: bool,
    /// The share of the touched less that of the held out.
    low: Option<f64>,
    high: Option<f64>,
}

impl ShareDoc {
    fn new(share: LostShare) -> Self {
        let LostShare { rate, interval } = share;
        Self { part: rate.part, n: rate.n, low: interval.map(|told| told.low), high: interval.map(|told| told.high) }
    }
}

impl<'a> ChurnMonthDoc<'a> {
    fn new(month: &'a ChurnMonth) -> Self {
        let reasons = month.reasons.iter();
        Self {
            month: month.first.to_string().get(..7).unwrap_or_default().to_owned(),
            n: month.n,
            reasons: reasons.map(|(reason, share)| ChurnReasonDoc { reason, share: ShareDoc::new(*share) }).collect(),
        }
    }
}

impl WinBackDoc {
    fn new(told: &WinBack) -> Self {
        let span = |bound: fn(Span) -> f64| told.difference.map(bound);
        Self {
            from: told.from,
            has_holdout: told.has_holdout,
            held_out: ShareDoc::new(told.held_out),
            touched: ShareDoc::new(told.touched),
            contacted: told.contacted,
            too_few: told.is_too_few(),
            low: span(|span| span.low),
            high: span(|span| span.high),
        }
    }
}

impl<'a> LostDoc<'a> {
    pub fn new(lost: &'a LostReport) -> Self {
        Self {
            day: lost.day,
            months: lost.months.iter().map(ChurnMonthDoc::new).collect(),
            win_back: WinBackDoc::new(&lost.win_back),
        }
    }
}

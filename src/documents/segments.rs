//! `segments`, `segments members`, `segments moves`, `segments cohorts`. Every rate stands beside its n.

use super::found::RowDoc;
use crate::domain::day::Day;
use crate::domain::rate::Rate;
use crate::domain::segment::{CutPoints, PooledGap, RfmCuts, Ties, Withheld};
use crate::domain::segment_views::{
    Board, CHURN_DAYS, Cell, Cohorts, MemberPage, MonthBuyers, MonthTrend, SegmentState, Transitions,
};
use crate::domain::value::{ChosenModel, FittedModels};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Debug, Serialize)]
pub struct RateDoc {
    part: u64,
    n: u64,
    rate: Option<f64>,
}

impl RateDoc {
    pub fn new(rate: Rate) -> Self {
        Self { part: rate.part, n: rate.n, rate: rate.share() }
    }
}

/// Why there are no scores.
#[derive(Debug, Serialize)]
pub struct WithheldDoc {
    n: u64,
    min: u64,
}

impl WithheldDoc {
    pub fn new(withheld: Withheld) -> Self {
        Self { n: withheld.n, min: withheld.min }
    }
}

/// How equal values are scored, in the programme's words.
pub fn ties(ties: Ties) -> &'static str {
    match ties {
        Ties::Together => "together",
        Ties::Split => "split",
    }
}

/// What everybody's gaps between purchase days say: the lapsing window under `auto`, before it is kept between its
/// neighbours.
#[derive(Debug, Serialize)]
pub struct LapsingDoc {
    as_of: Day,
    through_seq: i64,
    n: u64,
    days: Option<i64>,
}

impl LapsingDoc {
    pub fn new(gap: &PooledGap) -> Self {
        Self { as_of: gap.as_of, through_seq: gap.through.0, n: gap.n, days: gap.days }
    }
}

/// Cut points: the smallest value of each score from 2 to 5.
#[derive(Debug, Serialize)]
pub struct CutsDoc {
    n: u64,
    /// The first day whose purchases count, where not all do.
    window_from: Option<Day>,
    /// Members who bought before it only.
    earlier: u64,
    /// Last purchase days.
    r: [Option<Day>; 4],
    /// Orders.
    f: [Option<i64>; 4],
    /// Net spend, minor units.
    m: [Option<i64>; 4],
}

impl CutsDoc {
    pub fn new(cuts: &RfmCuts) -> Self {
        let days = |cuts: CutPoints| cuts.0.map(|cut| cut.map(Day));
        let RfmCuts { n, window_from, earlier, .. } = *cuts;
        Self { n, window_from, earlier, r: days(cuts.r), f: cuts.f.0, m: cuts.m.0 }
    }
}

/// `segments`.
#[derive(Debug, Serialize)]
pub struct BoardDoc<'a> {
    as_of: Day,
    members: u64,
    ties: &'static str,
    scored: u64,
    withheld: Option<WithheldDoc>,
    cuts: Option<CutsDoc>,
    cells: Vec<CellDoc>,
    segments: Vec<SegmentDoc>,
    lifecycle: Map<String, Value>,
    lapsing_days: i64,
    lapsing_gap: Option<LapsingDoc>,
    tiers: Map<String, Value>,
    repeat_rate: RateDoc,
    churn: RateDoc,
    /// Days that end on the day, within which members lapsed.
    churn_days: i64,
    months: Vec<MonthDoc>,
    saved: Vec<SavedDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct CellDoc {
    r: u8,
    f: u8,
    segment: &'static str,
    n: u64,
    net_spend: i64,
}

#[derive(Debug, Serialize)]
struct SegmentDoc {
    segment: &'static str,
    n: u64,
    share: Option<f64>,
    net_spend: i64,
}

#[derive(Debug, Serialize)]
struct MonthDoc {
    month: String,
    active: u64,
    first: u64,
    churned: RateDoc,
    net_spend: i64,
}

impl MonthDoc {
    fn new(month: &MonthTrend) -> Self {
        Self {
            month: format!("{:04}-{:02}", month.year, month.month),
            active: month.active,
            first: month.first,
            churned: RateDoc::new(month.churned),
            net_spend: month.net_spend.0,
        }
    }
}

#[derive(Debug, Serialize)]
struct SavedDoc<'a> {
    name: &'a str,
    query: &'a str,
    n: Option<u64>,
}

impl<'a> BoardDoc<'a> {
    pub fn new(board: &'a Board) -> Self {
        let scored = board.cuts.map_or_else(|w| w.n, |cuts| cuts.n);
        let is_scored = board.cuts.is_ok();
        let segment = |n: u64| Rate { part: n, n: scored }.share();
        let cells =
            (1..).zip(&board.cells).flat_map(|(r, row)| (1..).zip(row).map(move |(f, cell)| cell_of(r, f, *cell)));
        Self {
            as_of: board.as_of,
            members: board.members,
            ties: ties(board.ties),
            scored: if is_scored { scored } else { 0 },
            withheld: board.cuts.err().map(WithheldDoc::new),
            cuts: board.cuts.ok().as_ref().map(CutsDoc::new),
            cells: if is_scored { cells.collect() } else { Vec::new() },
            segments: if is_scored {
                let one = |(s, cell): &(crate::domain::segment::Segment, Cell)| SegmentDoc {
                    segment: s.word(),
                    n: cell.n,
                    share: segment(cell.n),
                    net_spend: cell.value.0,
                };
                board.segments.iter().map(one).collect()
            } else {
                Vec::new()
            },
            lifecycle: board.stages.iter().map(|(s, n)| (s.word().to_owned(), json!(n))).collect(),
            lapsing_days: board.lapsing_days,
            lapsing_gap: board.gap.as_ref().map(LapsingDoc::new),
            tiers: board.tiers.iter().map(|(code, n)| (code.clone(), json!(n))).collect(),
            repeat_rate: RateDoc::new(board.repeat),
            churn: RateDoc::new(board.churn),
            churn_days: CHURN_DAYS,
            months: board.months.iter().map(MonthDoc::new).collect(),
            saved: board.saved.iter().map(|s| SavedDoc { name: &s.name, query: &s.query, n: s.n }).collect(),
        }
    }
}

fn cell_of(r: u8, f: u8, cell: Cell) -> CellDoc {
    let segment = crate::domain::segment::Segment::of(r, f).word();
    CellDoc { r, f, segment, n: cell.n, net_spend: cell.value.0 }
}

/// `segments definitions`: the board, and the model that tells purchases and value on that day, with its error on held-out days.
#[derive(Debug, Serialize)]
pub struct DefinitionsDoc<'a> {
    #[serde(flatten)]
    board: BoardDoc<'a>,
    /// `None` where the models can't be fitted.
    chosen: Option<ChosenModel>,
    /// Root mean squared error a member, of BG/NBD and of Pareto/NBD.
    rmse_bgnbd: Option<f64>,
    rmse_pareto_nbd: Option<f64>,
}

impl<'a> DefinitionsDoc<'a> {
    pub fn new(board: &'a Board, models: Option<&FittedModels>) -> Self {
        let tested = models.and_then(|models| models.tested.as_ref());
        Self {
            board: BoardDoc::new(board),
            chosen: models.map(|models| models.chosen),
            rmse_bgnbd: tested.map(|tested| tested.model.rmse),
            rmse_pareto_nbd: tested.and_then(|tested| Some(tested.pareto?.rmse)),
        }
    }
}

/// `segments members`: `total` is always exact.
#[derive(Debug, Serialize)]
pub struct PageDoc<'a> {
    members: Vec<RowDoc<'a>>,
    total: u64,
    exact: bool,
    net_spend: i64,
}

impl<'a> PageDoc<'a> {
    pub fn new(page: &'a MemberPage) -> Self {
        let members = page.rows.iter().map(RowDoc::new).collect();
        Self { members, total: page.total, exact: true, net_spend: page.value.0 }
    }
}

/// `segments moves`: cells with nobody in them are left out.
#[derive(Debug, Serialize)]
pub struct MovesDoc {
    from: Day,
    to: Day,
    moves: Vec<MoveDoc>,
}

#[derive(Debug, Serialize)]
struct MoveDoc {
    from: &'static str,
    to: &'static str,
    n: u64,
}

impl MovesDoc {
    pub fn new(moves: &Transitions) -> Self {
        let rows = SegmentState::ALL.into_iter().zip(&moves.counts);
        let cells =
            rows.flat_map(|(from, row)| SegmentState::ALL.into_iter().zip(row).map(move |(to, n)| (from, to, *n)));
        let some = cells.filter(|(_, _, n)| *n > 0);
        let one = |(from, to, n): (SegmentState, SegmentState, u64)| MoveDoc { from: from.word(), to: to.word(), n };
        Self { from: moves.from, to: moves.to, moves: some.map(one).collect() }
    }
}

/// `segments activity`. `retained` and `churned` are of those who bought the month before.
#[derive(Debug, Serialize)]
pub struct ActivityDoc {
    as_of: Day,
    months: Vec<ActivityMonthDoc>,
    repeat_rate: RateDoc,
    /// Two orders of one day are a repeat here.
    repeat_rate_by_order: RateDoc,
    repeat_within: Vec<RepeatDoc>,
}

#[derive(Debug, Serialize)]
struct ActivityMonthDoc {
    month: String,
    active: u64,
    first: u64,
    retained: RateDoc,
    reactivated: u64,
    churned: RateDoc,
}

#[derive(Debug, Serialize)]
struct RepeatDoc {
    days: u32,
    #[serde(flatten)]
    rate: RateDoc,
}

impl ActivityDoc {
    pub fn new(cohorts: &Cohorts) -> Self {
        let month = |of: &MonthBuyers| ActivityMonthDoc {
            month: format!("{:04}-{:02}", of.year, of.month),
            active: of.active,
            first: of.first,
            retained: RateDoc::new(of.retained),
            reactivated: of.reactivated,
            churned: RateDoc::new(of.churned),
        };
        let within = |(days, rate): &(u32, Rate)| RepeatDoc { days: *days, rate: RateDoc::new(*rate) };
        Self {
            as_of: cohorts.as_of,
            months: cohorts.months.iter().map(month).collect(),
            repeat_rate: RateDoc::new(cohorts.repeat),
            repeat_rate_by_order: RateDoc::new(cohorts.repeat_by_order),
            repeat_within: cohorts.repeat_within.iter().map(within).collect(),
        }
    }
}

/// `segments cohorts`.
#[derive(Debug, Serialize)]
pub struct CohortsDoc<'a> {
    as_of: Day,
    cohorts: Vec<CohortDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct CohortDoc<'a> {
    month: String,
    n: u64,
    active: &'a [u64],
}

impl<'a> CohortsDoc<'a> {
    pub fn new(cohorts: &'a Cohorts) -> Self {
        let one = |c: &'a crate::domain::segment_views::Cohort| CohortDoc {
            month: format!("{:04}-{:02}", c.year, c.month),
            n: c.n,
            active: &c.active,
        };
        Self { as_of: cohorts.as_of, cohorts: cohorts.rows.iter().map(one).collect() }
    }
}

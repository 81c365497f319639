//! Segments of a shop of a few thousand, made up but adding up.

use super::day;
use crate::domain::day::{Day, Instant};
use crate::domain::export::Export;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::mask::MaskedText;
use crate::domain::month_points::MonthPoints;
use crate::domain::num::{MemberId, Money, Points};
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{
    AnyAnswer, AnyQuestion, ListMemberValues, ListMembers, MemberValuePage, ShowBoard, ValueOrder,
};
use crate::domain::rate::{Interval, Rate};
use crate::domain::read_models::MemberRow;
use crate::domain::segment::{CutPoints, PooledGap, RfmCuts, RfmScore, Segment, Ties, Withheld};
use crate::domain::segment_views::{
    Board, Cell, Cohort, Cohorts, MemberPage, MonthTrend, SavedFilter, SegmentState, Sort, SortBy, Transitions, Trend,
};
use crate::domain::value::{
    ChosenModel, CustomerValue, FitWarning, FittedModels, ForecastAccuracy, HoldoutBin, HoldoutReport, MoneyFit,
    NoParetoNbd, NoValue, PurchaseFit, ValueForecast,
};
use crate::shell::effect::Task;
use crate::shell::failure::Failure;
use crate::shell::msg::TaskResult;
use std::ops::Range;

#[derive(Debug, Clone)]
pub(crate) struct Shop {
    /// Members; with fewer than 50 scores are withheld.
    pub members: u64,
    pub saved: Vec<(String, String)>,
    /// What everybody's gaps say and where the window of the scores begins, where the programme has such.
    pub windows: Option<(PooledGap, Day)>,
    pub broken: bool,
    /// What was written to files: path and whom.
    pub files: Vec<(String, String)>,
}

impl Default for Shop {
    fn default() -> Self {
        let saved = vec![("slipping gold".to_owned(), "tier:gold last>90d".to_owned())];
        Self { members: 10_648, saved, windows: None, broken: false, files: Vec::new() }
    }
}

impl Shop {
    pub fn answer(&self, question: AnyQuestion, today: Day) -> Result<AnyAnswer, Failure> {
        self.works()?;
        Ok(match question {
            AnyQuestion::ShowBoard(ShowBoard { as_of, whole, .. }) => {
                AnyAnswer::ShowBoard(Box::new(self.board(as_of.unwrap_or(today), whole || as_of.is_none())))
            }
            AnyQuestion::ListSavedFilters(_) => AnyAnswer::ListSavedFilters(self.saved()),
            AnyQuestion::ShowTrend(asked) => AnyAnswer::ShowTrend(trend(asked.as_of.unwrap_or(today))),
            AnyQuestion::ShowCohorts(asked) => AnyAnswer::ShowCohorts(self.cohorts(asked.as_of.unwrap_or(today))),
            AnyQuestion::ShowTransitions(asked) => AnyAnswer::ShowTransitions(moves(asked.from, asked.to)),
            AnyQuestion::ShowModels(asked) => AnyAnswer::ShowModels(self.fitted(asked.as_of.unwrap_or(today))?),
            AnyQuestion::ListMembers(ListMembers { list, rows }) => {
                let mut page = self.page(&list.query, list.sort, rows);
                if list.with_month {
                    let month = |n: i64| MonthPoints { ends: Points(n % 3 * 40), earned: Points(n * 11) };
                    page.rows.iter_mut().for_each(|row| row.month = Some(month(row.id.0)));
                }
                AnyAnswer::ListMembers(page)
            }
            AnyQuestion::ListMemberValues(asked) => AnyAnswer::ListMemberValues(Box::new(self.values(&asked, today)?)),
            AnyQuestion::CountMembers(asked) => {
                AnyAnswer::CountMembers(if asked.query.contains("consent:") { 112 } else { 829 })
            }
            other => panic!("not about segments: {other:?}"),
        })
    }

    pub fn perform(&mut self, task: Task) -> Result<TaskResult, Failure> {
        self.works()?;
        Ok(match task {
            Task::SaveFilter { name, query } => {
                self.saved.push((name.clone(), query));
                TaskResult::FilterSaved(name)
            }
            Task::DeleteFilter(name) => {
                self.saved.retain(|(known, _)| *known != name);
                TaskResult::FilterDeleted(name)
            }
            Task::Export { path, .. } if self.files.iter().any(|(known, _)| *known == path) => {
                TaskResult::FileExists(path)
            }
            Task::Report { path, .. } | Task::ExportMember { path, .. } if path.starts_with("taken") => {
                TaskResult::FileExists(path)
            }
            Task::Report { path, .. } => TaskResult::ReportSaved(path),
            Task::ExportMember { path, .. } => TaskResult::MemberExported(path),
            other @ (Task::Import(_)
            | Task::Unlock(_)
            | Task::SignCheckpoint { .. }
            | Task::Audit(_)
            | Task::Reveal { .. }) => {
                panic!("not about segments: {other:?}")
            }
            Task::Export { path, export } => {
                let Export::Members(export) = export else { panic!("not about members: {export:?}") };
                self.files.push((path.clone(), export.list.query));
                TaskResult::MembersExported { path: format!("/home/mei/{path}"), rows: 112 }
            }
        })
    }

    fn works(&self) -> Result<(), Failure> {
        if self.broken { Err(Failure::Trouble("the disk is gone".to_owned().into())) } else { Ok(()) }
    }

    fn cell(&self, r: u8, f: u8) -> Cell {
        if self.members < 50 {
            return Cell::default();
        }
        let (r, f) = (u64::from(r), u64::from(f));
        let n = (r * r * 17 + f * f * 11 + (r * f) % 7 * 31 + 5) * u64::from((r, f) != (1, 5));
        Cell { n, value: Money(i64::try_from(n * f * f * 12_345).unwrap()) }
    }

    fn board(&self, on: Day, whole: bool) -> Board {
        let cells = std::array::from_fn(|r| std::array::from_fn(|f| self.cell(score(r), score(f))));
        let n = cells.iter().flatten().map(|c: &Cell| c.n).sum();
        let segments = Segment::ALL.map(|segment| (segment, sum(&cells, segment)));
        let cuts = RfmCuts {
            as_of: on,
            n,
            window_from: self.windows.map(|(_, from)| from),
            earlier: if self.windows.is_some() { 1_312 } else { 0 },
            r: CutPoints([-300, -120, -45, -12].map(|back| Some(on.0 + back))),
            f: CutPoints([None, Some(2), Some(4), Some(9)]),
            m: CutPoints([12_000, 40_000, 99_900, 250_000].map(Some)),
        };
        let few = self.members < 50;
        let counts = [640, 810, 220, 2_600, 1_800, 1_480, 3_098].map(|n| if few { n / 100 } else { n });
        Board {
            as_of: on,
            members: self.members,
            ties: Ties::Together,
            cuts: if few { Err(Withheld { n: self.members, min: 50 }) } else { Ok(cuts) },
            gap: self.windows.map(|(gap, _)| gap),
            lapsing_days: self.windows.and_then(|(gap, _)| gap.days).map_or(180, |days| days.clamp(90, 365)),
            cells,
            segments: segments.to_vec(),
            stages: LifecycleStage::ALL.into_iter().zip(counts).collect(),
            tiers: if whole {
                [("base", 7_800), ("silver", 1_960), ("gold", 700), ("platinum", 188)]
                    .map(|(code, n)| (code.to_owned(), if few { n / 100 } else { n }))
                    .to_vec()
            } else {
                Vec::new()
            },
            repeat: Rate { part: 2_100, n: 4_670 },
            churn: Rate::default(),
            months: Vec::new(),
            saved: Vec::new(),
        }
    }

    fn saved(&self) -> Vec<SavedFilter> {
        let all = self.saved.iter();
        all.map(|(name, query)| SavedFilter { name: name.clone(), query: query.clone(), n: Some(112) }).collect()
    }

    fn cohorts(&self, on: Day) -> Cohorts {
        let cohort = |back: u64| {
            let month = 11 + 12 - u32::try_from(back).unwrap();
            let (year, month) = (2025 + i32::try_from((month - 1) / 12).unwrap(), (month - 1) % 12 + 1);
            let n = 300 + back * 7;
            Cohort { year, month, n, active: (0..=back).map(|k| n / (k * k + 1)).collect() }
        };
        let rows = if self.members < 50 { Vec::new() } else { (0..23).rev().map(cohort).collect() };
        let (repeat, repeat_by_order) = (Rate { part: 4_100, n: 8_000 }, Rate { part: 4_200, n: 8_000 });
        Cohorts { as_of: on, rows, months: Vec::new(), repeat, repeat_by_order, repeat_within: Vec::new() }
    }

    fn fitted(&self, on: Day) -> Result<Box<FittedModels>, Failure> {
        if self.members < 5_000 {
            let refusal = Refusal::ValueWithheld { n: 210, min: 1_000 };
            return Err(Failure::Refused(Box::new(refusal)));
        }
        let fit = |r| PurchaseFit {
            r,
            alpha: 4.413_6,
            a: 0.792_9,
            b: 2.425_9,
            log_likelihood: -9_582.429_2,
            errors: Some([0.012_6, 0.378_2, 0.185_7, 0.705_4]),
            warnings: Vec::new(),
        };
        let told = |total, mae| ForecastAccuracy { total, mae, rmse: mae * 2.0 };
        Ok(Box::new(FittedModels {
            as_of: on,
            fitted_at: Instant(1_795_300_000_000),
            n: 4_670,
            repeaters: 2_100,
            repeat_purchases: 2_457,
            purchases: fit(0.242_6),
            risk: fit(0.525_1),
            pareto: Err(NoParetoNbd::TooFewRepeaters),
            chosen: ChosenModel::BgNbd,
            money: Ok(MoneyFit {
                p: 6.249_6,
                q: 3.744_2,
                gamma: 15.443_5,
                log_likelihood: -4_055.917_7,
                n: 2_100,
                correlation: 0.11,
                errors: Some([1.190_1, 0.290_1, 4.159_4]),
                warnings: vec![FitWarning::Correlated],
            }),
            tested: Some(HoldoutReport {
                from: day("2026-05-01"),
                days: 205,
                n: 3_900,
                actual: 1_882,
                model: told(1_790.5, 0.785),
                zero: told(0.0, 0.798),
                past_rate: told(2_410.0, 0.91),
                pareto: None,
                pareto_bins: Vec::new(),
                mbg: None,
                mbg_bins: Vec::new(),
                mbg_fit: None,
                pareto_fit: None,
                bins: vec![HoldoutBin { x: 0, n: 3_900, actual: 0.48, expected: 0.46 }],
                fit: fit(0.241),
                fit_n: 3_900,
                fit_repeaters: 1_600,
                weeks: (1..=78_u32).map(|week| (u64::from(week * week), f64::from(week * week) * 0.97)).collect(),
                mbg_weeks: Vec::new(),
                pareto_weeks: Vec::new(),
            }),
        }))
    }

    /// Members with numbers in their order, as many as the map counts there; a filter of words finds nobody.
    fn values(&self, asked: &ListMemberValues, today: Day) -> Result<MemberValuePage, Failure> {
        let models = *self.fitted(asked.list.as_of.unwrap_or(today))?;
        let page = self.page(&asked.list.query, asked.list.sort, asked.rows.clone());
        let worth = |at: usize| {
            let place = f64::from(u32::try_from(at).unwrap());
            let p_alive = if asked.order == Some(ValueOrder::Risk) { 0.12 } else { 0.93 } - place / 1_000.0;
            CustomerValue {
                p_alive,
                p_alive_pareto: None,
                p_alive_bg: p_alive,
                expected: [1.2, 2.4, 4.5],
                ahead: None,
                value: if at == 3 { Err(NoValue::NoMoney) } else { Ok(2_345_600.0 - place * 12_345.0) },
                x: 8,
                t_x: 300,
                age: 400,
                mean: 29_900.0,
            }
        };
        let rows = page.rows.into_iter().enumerate().map(|(at, row)| (row, worth(at))).collect();
        Ok(MemberValuePage { models, rows, total: page.total })
    }

    fn page(&self, query: &str, sort: Sort, rows: Range<usize>) -> MemberPage {
        let total = match query {
            "r:5 f:5" => usize::try_from(self.cell(5, 5).n).unwrap(),
            query if query.contains(':') => 1_234,
            "*" => usize::try_from(self.members).unwrap(),
            _ => 0,
        };
        let last = rows.end.min(total);
        let places = rows.start.min(total)..last;
        let at = |place: usize| if sort.descending { total - place } else { place + 1 };
        let found = places.map(|place| row(i64::try_from(at(place)).unwrap(), sort.by));
        MemberPage {
            rows: found.collect(),
            offset: rows.start as u64,
            total: total as u64,
            value: Money(119_100 * i64::try_from(total).unwrap()),
        }
    }
}

fn score(at: usize) -> u8 {
    u8::try_from(at).unwrap() + 1
}

fn sum(cells: &[[Cell; 5]; 5], segment: Segment) -> Cell {
    let mut total = Cell::default();
    for (r, f) in
        (0..5).flat_map(|r| (0..5).map(move |f| (r, f))).filter(|(r, f)| Segment::of(score(*r), score(*f)) == segment)
    {
        total.n += cells[r][f].n;
        total.value.0 += cells[r][f].value.0;
    }
    total
}

/// The first three are the desk's own members.
fn row(n: i64, _by: SortBy) -> MemberRow {
    let name = ["张伟", "赵薇", "Zhou Wen", "欧阳娜娜"][usize::try_from(n - 1).unwrap() % 4];
    let no = ["M0012345", "M0012346", "M0023457"].get(usize::try_from(n - 1).unwrap()).copied();
    MemberRow {
        id: MemberId(n),
        member_no: no.map_or_else(|| format!("M{:07}", 100_000 + n), str::to_owned),
        name: name.to_owned(),
        phone: MaskedText::phone("13812345678"),
        email: MaskedText::default(),
        store: "静安寺店".to_owned(),
        birthday: MaskedText::default(),
        status: if n % 9 == 0 { Status::Frozen } else { Status::Active },
        tier: ["base", "silver", "gold"][usize::try_from(n).unwrap() % 3].to_owned(),
        balance: Points(n * 37),
        stage: LifecycleStage::Active,
        last_on: Some(Day(20_700 - n % 90)),
        orders: 1 + n % 23,
        net_spend: Money(n * 12_300),
        rfm: Some(RfmScore { r: 5, f: 5, m: 4 }),
        month: None,
    }
}

fn moves(from: Day, to: Day) -> Transitions {
    let n = SegmentState::UNWINDOWED;
    let count = |i: usize, j: usize| match (i, j) {
        (i, j) if i == j => 200 + i * 10,
        (i, j) if (i + j) % 3 == 0 => i * 7 + j,
        _ => 0,
    };
    let counts = (0..n).map(|i| (0..n).map(|j| count(i, j) as u64).collect()).collect();
    Transitions { from, to, counts }
}

fn trend(on: Day) -> Trend {
    let month = |k: u32| MonthTrend {
        year: if k == 0 { 2025 } else { 2026 },
        month: if k == 0 { 12 } else { k },
        active: 700 + u64::from(k * 53 % 17 * 20),
        first: 120 + u64::from(k * 31 % 11 * 9),
        churned: Rate { part: 210 + u64::from(k * 7), n: 700 },
        net_spend: Money(i64::from(k + 3) * 1_234_500),
    };
    let interval = |value: f64| Some(Interval { n: 4_670, value, low: value - 0.012, high: value + 0.012 });
    Trend {
        as_of: on,
        months: (0..12).map(month).collect(),
        churn: Rate { part: 1_074, n: 4_670 },
        churn_interval: interval(0.23),
        repeat: Rate { part: 2_100, n: 4_670 },
        repeat_interval: interval(0.45),
    }
}

/// What models say of the first member.
pub(super) fn valued(id: MemberId) -> Option<ValueForecast> {
    let value = Ok(Money(123_400));
    let fitted_on = day("2026-11-21");
    (id == MemberId(1)).then_some(ValueForecast {
        alive_e3: 931,
        expected_e2: [152, 291, 540],
        value,
        fitted_on,
        n: 1_204,
        chosen: ChosenModel::BgNbd,
        errors_e2: Some([52, 49, 64]),
    })
}

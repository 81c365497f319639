//! Segments, movement and cohorts as tables.

use super::{Renderer, left, maybe_day, right};
use crate::cli::table::{RoomRules, Side, Table};
use crate::domain::month_points::MonthPoints;
use crate::domain::num::{Points, grouped};
use crate::domain::plan::outcome::Refusal;
use crate::domain::rate::Rate;
use crate::domain::segment_views::{Board, Cohorts, MemberPage, SegmentState, Transitions};
use crate::domain::value::FittedModels;
use crate::t;
use crate::text::wrapped;

/// A share as people read it; a dash of nobody.
pub fn percent(rate: Rate) -> String {
    rate.share().map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

pub fn board(tell: Renderer<'_>, board: &Board) -> String {
    let words = tell.words;
    let mut out = t!(words, "cli.segments.title", day = board.as_of, n = count(board.members)) + "\n";
    out += &match board.cuts {
        Ok(cuts) => t!(words, "cli.segments.scored", n = count(cuts.n), ties = words.ties(board.ties)),
        Err(withheld) => t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min),
    };
    out.push('\n');
    if let Ok(cuts) = board.cuts {
        out += &words.score_window(&cuts).map(|text| text + "\n").unwrap_or_default();
        out += &segments(tell, board, cuts.n);
    }
    if board.gap.is_some() {
        out += &(words.lapsing_auto(board.gap.as_ref(), board.lapsing_days) + "\n");
    }
    out += &counted(tell, t!(words, "cli.label.lifecycle"), board.stages.iter().map(|(s, n)| (words.stage(*s), *n)));
    out += &counted(tell, t!(words, "cli.label.tier"), board.tiers.iter().map(|(code, n)| (tell.tier(code), *n)));
    let rates = [(t!(words, "cli.segments.repeat"), board.repeat), (t!(words, "cli.segments.churn"), board.churn)];
    for (name, rate) in rates {
        let (part, n) = (count(rate.part), count(rate.n));
        out += &t!(words, "cli.segments.rate", name = name, rate = percent(rate), part = part, n = n);
        out.push('\n');
    }
    out += &months(tell, board);
    out + &saved(tell, board)
}

/// The definitions in force, the scores with where each begins.
pub fn definitions(tell: Renderer<'_>, board: &Board, models: Result<&FittedModels, &Refusal>) -> String {
    let words = tell.words;
    let mut out = t!(words, "legend.title", day = board.as_of) + "\n";
    for (n, section) in words.definitions(tell.program(), Some(board)).into_iter().enumerate() {
        out += "\n";
        out += &(section.heading + "\n");
        for sentence in &section.sentences {
            let lines = tell.columns.map_or_else(|| vec![sentence.clone()], |columns| wrapped(sentence, columns));
            out += &(lines.join("\n") + "\n");
        }
        if n == 0 {
            out += &scores(tell, board);
        }
    }
    let chosen = match models {
        Ok(models) => tell.words.chosen_model(models),
        Err(refusal) => tell.words.refusal(refusal),
    };
    let chosen = t!(tell.words, "cli.clv.chosen_on", day = board.as_of, chosen = chosen);
    out + &tell.columns.map_or_else(|| chosen.clone(), |columns| wrapped(&chosen, columns).join("\n")) + "\n"
}

/// Where each score begins, or why there are none.
fn scores(tell: Renderer<'_>, board: &Board) -> String {
    let words = tell.words;
    let cuts = match &board.cuts {
        Ok(cuts) => cuts,
        Err(withheld) => {
            return t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min) + "\n";
        }
    };
    let [recency, frequency, monetary] = words.score_range_headings();
    let mut table = Table::headed([left(String::new()), left(recency), left(frequency), left(monetary)]);
    for score in (1..=5).rev() {
        let [recency, frequency, monetary] = words.score_ranges(cuts, score, tell.programs.currency());
        table.row([&score.to_string(), &recency, &frequency, &monetary]);
    }
    t!(words, "legend.scored", n = count(cuts.n), day = cuts.as_of) + "\n" + &table.fitted(tell.columns)
}

fn segments(tell: Renderer<'_>, board: &Board, scored: u64) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.segments.segment")),
        right(t!(words, "cli.segments.members")),
        right(t!(words, "cli.segments.share")),
        right(t!(words, "cli.label.net_spend")),
    ]);
    for (segment, cell) in &board.segments {
        let share = percent(Rate { part: cell.n, n: scored });
        table.row([&words.segment(*segment), &count(cell.n), &share, &tell.money(cell.value)]);
    }
    let mut grid = Table::headed([
        left("R\\F".to_owned()),
        right("1".to_owned()),
        right("2".to_owned()),
        right("3".to_owned()),
        right("4".to_owned()),
        right("5".to_owned()),
    ]);
    for (r, row) in [1, 2, 3, 4, 5].into_iter().zip(&board.cells).rev() {
        let cells = row.map(|cell| count(cell.n));
        grid.row([&r.to_string(), &cells[0], &cells[1], &cells[2], &cells[3], &cells[4]]);
    }
    table.fitted(tell.columns) + &grid.fitted(tell.columns)
}

fn counted(tell: Renderer<'_>, name: String, rows: impl Iterator<Item = (String, u64)>) -> String {
    let mut table = Table::headed([left(name), right(t!(tell.words, "cli.segments.members"))]);
    for (name, n) in rows {
        table.row([&name, &count(n)]);
    }
    table.fitted(tell.columns)
}

fn months(tell: Renderer<'_>, board: &Board) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.segments.month")),
        right(t!(words, "cli.segments.active")),
        right(t!(words, "cli.segments.first")),
        right(t!(words, "cli.segments.churned")),
        right(t!(words, "cli.label.net_spend")),
    ]);
    for month in &board.months {
        table.row([
            &format!("{:04}-{:02}", month.year, month.month),
            &count(month.active),
            &count(month.first),
            &percent(month.churned),
            &tell.money(month.net_spend),
        ]);
    }
    table.fitted(tell.columns)
}

fn saved(tell: Renderer<'_>, board: &Board) -> String {
    let words = tell.words;
    let rules = RoomRules { folds: Some(2), ..RoomRules::default() };
    let mut table = Table::headed([
        left(t!(words, "cli.segments.saved_filters")),
        right(t!(words, "cli.segments.members")),
        left(t!(words, "cli.segments.filter")),
    ])
    .giving_way(rules);
    for saved in &board.saved {
        table.row([&saved.name, &saved.n.map_or_else(|| "–".to_owned(), count), &saved.query]);
    }
    table.fitted(tell.columns)
}

pub fn page(tell: Renderer<'_>, page: &MemberPage) -> String {
    let words = tell.words;
    if page.rows.is_empty() && page.total == 0 {
        return t!(words, "cli.find.none") + "\n";
    }
    let mut table = Table::headed([
        left(words.field("member_no")),
        left(words.field("name")),
        left(t!(words, "cli.label.tier")),
        right(t!(words, "cli.label.balance")),
        right(t!(words, "columns.ends_this_month")),
        right(t!(words, "columns.earned_this_month")),
        left(t!(words, "cli.label.last_on")),
        right(t!(words, "cli.label.orders")),
        right(t!(words, "cli.label.net_spend")),
        left("RFM".to_owned()),
        left(t!(words, "cli.segments.segment")),
        left(t!(words, "cli.label.lifecycle")),
    ])
    .giving_way(RoomRules { cut: &[10], leave: &[11, 9, 10, 2, 6, 7, 5, 4], names: &[1], folds: None });
    for row in &page.rows {
        let score = row.rfm.map(|s| format!("{}{}{}", s.r, s.f, s.m)).unwrap_or_default();
        let segment = SegmentState::of(row.rfm, row.orders).map(|state| words.place(state)).unwrap_or_default();
        let month =
            |of: fn(&MonthPoints) -> Points| row.month.map(|month| words.number(of(&month))).unwrap_or_default();
        table.row([
            &row.member_no,
            &row.name,
            &tell.tier(&row.tier),
            &words.number(row.balance),
            &month(|month| month.ends),
            &month(|month| month.earned),
            &maybe_day(row.last_on),
            &row.orders.to_string(),
            &tell.money(row.net_spend),
            &score,
            &segment,
            &words.stage(row.stage),
        ]);
    }
    let shown = page.rows.len();
    table.fitted(tell.columns) + &t!(words, "cli.list.count", shown = shown, total = page.total) + "\n"
}

/// Who went where; what nobody did is left out.
pub fn moves(tell: Renderer<'_>, moves: &Transitions) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(moves.from.to_string()),
        left(moves.to.to_string()),
        right(t!(words, "cli.segments.members")),
    ]);
    for (from, row) in SegmentState::ALL.into_iter().zip(&moves.counts) {
        for (to, n) in SegmentState::ALL.into_iter().zip(row).filter(|(_, n)| **n > 0) {
            table.row([&words.place(from), &words.place(to), &count(*n)]);
        }
    }
    table.fitted(tell.columns)
}

/// Months that a line of cohorts shows.
const SHOWN: usize = 13;

/// Retention by month of the first purchase, in percent; as many months as a line holds.
pub fn cohorts(tell: Renderer<'_>, cohorts: &Cohorts) -> String {
    let words = tell.words;
    let mut headings: [(Side, String); SHOWN + 2] = std::array::from_fn(|_| right(String::new()));
    headings[0] = left(t!(words, "cli.segments.month"));
    headings[1] = right(t!(words, "cli.segments.members"));
    for (k, heading) in headings.iter_mut().skip(2).enumerate() {
        heading.1 = format!("+{k}");
    }
    let mut table = Table::headed(headings);
    for row in &cohorts.rows {
        let mut cells: [String; SHOWN + 2] = std::array::from_fn(|_| String::new());
        cells[0] = format!("{:04}-{:02}", row.year, row.month);
        cells[1] = count(row.n);
        for (cell, n) in cells.iter_mut().skip(2).zip(&row.active) {
            *cell = Rate { part: *n, n: row.n }.share().map_or_else(String::new, |s| format!("{:.0}", s * 100.0));
        }
        table.row(cells.each_ref().map(String::as_str));
    }
    table.fitted(tell.columns)
}

/// Months with who bought in each, and how soon members buy again.
pub fn activity(tell: Renderer<'_>, cohorts: &Cohorts) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "cli.segments.month")),
        right(t!(words, "cli.segments.active")),
        right(t!(words, "cli.segments.first")),
        right(t!(words, "cli.segments.retained")),
        right(t!(words, "cli.segments.retention")),
        right(t!(words, "cli.segments.reactivated")),
        right(t!(words, "cli.segments.lost")),
        right(t!(words, "cli.segments.churned")),
    ]);
    for month in &cohorts.months {
        table.row([
            &format!("{:04}-{:02}", month.year, month.month),
            &count(month.active),
            &count(month.first),
            &count(month.retained.part),
            &percent(month.retained),
            &count(month.reactivated),
            &count(month.churned.part),
            &percent(month.churned),
        ]);
    }
    let mut out = table.fitted(tell.columns) + "\n";
    let within = |days: &u32| t!(words, "cli.segments.within", days = days);
    let rates = [
        (t!(words, "cli.segments.repeat"), cohorts.repeat),
        (t!(words, "cli.segments.repeat_by_order"), cohorts.repeat_by_order),
    ];
    for (name, rate) in rates.into_iter().chain(cohorts.repeat_within.iter().map(|(days, rate)| (within(days), *rate)))
    {
        let (part, n) = (count(rate.part), count(rate.n));
        out += &t!(words, "cli.segments.rate", name = name, rate = percent(rate), part = part, n = n);
        out.push('\n');
    }
    out
}

//! Points: where those of the month came from and went, when the rest ends, and the tiers.

use crate::domain::day::Day;
use crate::domain::num::grouped;
use crate::domain::overview::PointsOverview;
use crate::panes::overview::state::OverviewPane;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::Canvas;
use crate::ui::line::StyledLine;
use crate::ui::marks;
use crate::ui::part::chart;
use crate::ui::part::no_answer;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns of a label, and of a number.
const LABEL: usize = 18;
const NUMBER: usize = 13;
/// Months of expiry that are told one by one.
const MONTHS: usize = 8;

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.points, pane.points.is_late(shell.setup.now), area) {
        return;
    }
    let Some(points) = pane.points.answer() else { return };
    let words = canvas.words;
    let columns = usize::from(area.width);
    let mut lines = waterfall(words, points, columns);
    lines.push(StyledLine::default());
    lines.extend(by_expiry(words, points, columns));
    lines.push(StyledLine::default());
    lines.extend(tiers(words, shell, points, columns));
    if pane.points.is_outdated(shell.setup.now) {
        lines = lines.into_iter().map(|line| line.all(Tone::Dim)).collect();
    }
    canvas.lines(area, &lines);
}

fn row(label: &str, tone: Tone, number: &str, bar: &str) -> StyledLine {
    StyledLine::default()
        .padded(Tone::Dim, label, LABEL)
        .right(tone, number, NUMBER)
        .then(Tone::Text, " ")
        .then(Tone::Accent, bar)
}

/// What the month began with, what came and went, and what is there: every line is a part of the sum.
fn waterfall(words: Words, points: &PointsOverview, columns: usize) -> Vec<StyledLine> {
    let flows = words.point_flows(points.this_month());
    let largest = flows.iter().map(|(_, n)| n.unsigned_abs()).max().unwrap_or(0);
    let room = columns.saturating_sub(LABEL + NUMBER + 1);
    let mut lines = vec![StyledLine::of(Tone::Strong, t!(words, "overview.this_month"))];
    lines.push(row(&t!(words, "overview.began_with"), Tone::Text, &grouped(points.month_began_with()), ""));
    for (name, n) in flows {
        let tone = if n < 0 { Tone::Bad } else { Tone::Good };
        let signed = if n > 0 { format!("+{}", grouped(n)) } else { grouped(n) };
        lines.push(row(&name, tone, &signed, &chart::bar(n.unsigned_abs(), largest, room)));
    }
    let left = points.outstanding.saturating_sub(points.owed);
    lines.push(row(&t!(words, "overview.is_there"), Tone::Strong, &grouped(left), ""));
    if points.owed > 0 {
        lines.push(row(&t!(words, "overview.of_which_owed"), Tone::Dim, &grouped(-points.owed), ""));
    }
    lines
}

/// Outstanding points by the month in which they expire; what comes later is one line.
fn by_expiry(words: Words, points: &PointsOverview, columns: usize) -> Vec<StyledLine> {
    let month = |first: &Day| first.to_string().get(..7).unwrap_or_default().to_owned();
    let dated: Vec<(String, i64)> =
        points.by_expiry.iter().filter_map(|(first, n)| Some((month(first.as_ref()?), *n))).collect();
    let later: i64 = dated.iter().skip(MONTHS).map(|(_, n)| n).sum();
    let mut rows: Vec<(String, i64)> = dated.into_iter().take(MONTHS).collect();
    if later > 0 {
        rows.push((t!(words, "overview.later"), later));
    }
    rows.extend(points.by_expiry.get(&None).map(|n| (t!(words, "overview.never"), *n)));
    let largest = rows.iter().map(|(_, n)| n.unsigned_abs()).max().unwrap_or(0);
    let room = columns.saturating_sub(LABEL + NUMBER + 1);
    let line =
        |(name, n): (String, i64)| row(&name, Tone::Text, &grouped(n), &chart::bar(n.unsigned_abs(), largest, room));
    let title = StyledLine::of(Tone::Strong, t!(words, "overview.by_expiry"));
    std::iter::once(title).chain(rows.into_iter().map(line)).collect()
}

fn tiers(words: Words, shell: &Shell, points: &PointsOverview, columns: usize) -> Vec<StyledLine> {
    let program = shell.program();
    let largest = points.tiers.values().copied().max().unwrap_or(0);
    let room = columns.saturating_sub(LABEL + NUMBER + 1);
    let line = |code: &String, n: u64| {
        let mark = marks::tier(program, code);
        let name = format!("{} {}", mark.glyph, words.tier(program, code));
        row(&name, Tone::Text, &super::count(n), &chart::bar(n, largest, room))
    };
    let present = program.tiers.iter().filter_map(|tier| Some((&tier.code, *points.tiers.get(&tier.code)?)));
    let title = StyledLine::of(Tone::Strong, t!(words, "overview.tiers"));
    std::iter::once(title).chain(present.map(|(code, n)| line(code, n))).collect()
}

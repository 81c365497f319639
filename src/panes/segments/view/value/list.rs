//! Members by predicted value, or by what of it is at risk.

use super::super::has_keys;
use super::count;
use crate::domain::num::Money;
use crate::domain::question::ValueOrder;
use crate::domain::read_models::MemberRow;
use crate::domain::value::CustomerValue;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::{SegmentsPart, SegmentsTarget};
use crate::shell::Shell;
use crate::shell::columns::MemberColumn;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::part::{chart, members};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the chance to be lost, as a bar.
const BAR: usize = 8;

pub(super) fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if no_answer::draw(canvas, &pane.values, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(found) = pane.values.answer() else { return };
    let about = match pane.value_order {
        ValueOrder::Value => t!(words, "segments.by_value", n = count(found.total)),
        ValueOrder::Risk => t!(words, "segments.by_risk", n = count(found.total)),
    };
    canvas.line(area, &StyledLine::of(Tone::Dim, format!(" {about}")));
    let mut heads = heads(words);
    let sorted = match pane.value_order {
        ValueOrder::Value => 5,
        ValueOrder::Risk => 6,
    };
    heads[sorted].insert(0, '▼');
    let texts: Vec<[String; 8]> = found.rows.iter().map(|row| texts(words, shell, row)).collect();
    let room = usize::from(area.width.saturating_sub(1));
    let columns = FittedColumns::of(COLUMNS, &heads, &texts, (0, 30), room);
    canvas.line(below(area, 1), &StyledLine::of(Tone::Text, " ").and(columns.heading(&heads)));
    let rows = below(area, 2);
    canvas.fit(SegmentsPart::Valued.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let has_keys = has_keys(pane, shell) && !pane.reads_models;
    let look = RowStyle { has_keys, dimmed: pane.values.is_outdated(shell.setup.now) };
    let row = |at: usize, _| texts.get(at).map(|texts| line(texts, &columns)).unwrap_or_default();
    table::draw(canvas, rows, (pane.valued, found.rows.len()), look, row, |at| SegmentsTarget::Valued(at).click());
}

/// Name, number, tier, orders expected, chance to be lost, value, value at risk, the chance as a bar. Without room the number goes
/// first, then the tier, then the bar.
const COLUMNS: [ColumnRule; 8] = [
    ColumnRule::words(9, 0),
    ColumnRule::whole(1),
    ColumnRule::words(6, 2),
    ColumnRule::number(0),
    ColumnRule::number(0),
    ColumnRule::number(0),
    ColumnRule::number(0),
    ColumnRule::whole(3),
];

fn heads(words: Words) -> [String; 8] {
    [
        words.field("name"),
        t!(words, "segments.col_no"),
        t!(words, "form.tier"),
        t!(words, "segments.col_expected"),
        t!(words, "segments.col_lost"),
        t!(words, "segments.col_value"),
        t!(words, "segments.col_at_risk"),
        String::new(),
    ]
}

/// What stands in the columns of a member.
fn texts(words: Words, shell: &Shell, (row, worth): &(MemberRow, CustomerValue)) -> [String; 8] {
    let [expected, lost, value, at_risk] = figures(words, shell, worth);
    [
        wording::person(&row.name, &row.member_no).to_owned(),
        row.member_no.clone(),
        members::cell(words, shell, row, MemberColumn::Tier).1,
        expected,
        lost,
        value,
        at_risk,
        chart::bar(lost_e3(worth), 1_000, BAR),
    ]
}

fn line(texts: &[String; 8], columns: &FittedColumns<8>) -> StyledLine {
    let [name, number, tier, expected, lost, value, at_risk, bar] = texts.each_ref().map(String::as_str);
    columns.line([
        (Tone::Text, name),
        (Tone::Dim, number),
        (Tone::Text, tier),
        (Tone::Text, expected),
        (Tone::Text, lost),
        (Tone::Text, value),
        (Tone::Text, at_risk),
        (Tone::Warn, bar),
    ])
}

/// The chance that the member buys no more, in thousandths.
fn lost_e3(worth: &CustomerValue) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a chance, times 1,000")]
    let lost = ((1.0 - worth.p_alive).clamp(0.0, 1.0) * 1_000.0).round() as u64;
    lost
}

/// Orders expected in a year, chance to be lost, value, and what of the value is at risk.
fn figures(words: Words, shell: &Shell, worth: &CustomerValue) -> [String; 4] {
    let currency = shell.setup.programs.currency();
    #[expect(clippy::cast_possible_truncation, reason = "money of one member, in minor units")]
    let money = |minor: f64| words.money_in(currency, Money(minor.round() as i64), 12);
    let told = |minor: Result<f64, _>| minor.map_or_else(|_| "–".to_owned(), money);
    let [.., year] = worth.expected;
    [
        format!("{year:.1}"),
        format!("{} %", (lost_e3(worth) + 5) / 10),
        told(worth.value),
        told(worth.value.map(|value| value * (1.0 - worth.p_alive))),
    ]
}

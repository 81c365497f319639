//! Members by predicted value, or by what of it is at risk.

use super::super::has_keys;
use super::{count, nothing};
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
use crate::text::{Shown, Words};
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::part::{chart, members};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the chance to be lost, as a bar.
const BAR: usize = 8;

pub(super) fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if nothing(canvas, &pane.values, pane.late(shell.setup.now).is_some(), area) {
        return;
    }
    let Some(found) = pane.values.answer() else { return };
    let about = match pane.value_order {
        ValueOrder::Value => t!(words, "segments.by_value", n = count(found.total)),
        ValueOrder::Risk => t!(words, "segments.by_risk", n = count(found.total)),
    };
    canvas.line(area, &StyledLine::of(Tone::Dim, format!(" {about}")));
    let columns = ValueColumns::of(words, shell, &found.rows, usize::from(area.width.saturating_sub(1)));
    let mut heads = heads(words);
    let sorted = match pane.value_order {
        ValueOrder::Value => 2,
        ValueOrder::Risk => 3,
    };
    heads[sorted].insert(0, '▼');
    let head = columns.line([words.field("name"), t!(words, "segments.col_no"), t!(words, "form.tier")], heads, "");
    canvas.line(below(area, 1), &StyledLine::of(Tone::Text, " ").and(head.all(Tone::Dim)));
    let rows = below(area, 2);
    canvas.fit(SegmentsPart::Valued.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let has_keys = has_keys(pane, shell) && !pane.reads_models;
    let look = RowStyle { has_keys, dimmed: pane.values.is_outdated(shell.setup.now) };
    let row = |at: usize, _| match found.rows.get(at) {
        None => StyledLine::default(),
        Some((row, worth)) => {
            let tier = members::cell(words, shell, row, MemberColumn::Tier).1;
            let who = [wording::person(&row.name, &row.member_no).to_owned(), row.member_no.clone(), tier];
            columns.line(who, figures(words, shell, worth), &chart::bar(lost_e3(worth), 1_000, BAR))
        }
    };
    table::draw(canvas, rows, (pane.valued, found.rows.len()), look, row, |at| SegmentsTarget::Valued(at).click());
}

fn heads(words: Words) -> [String; 4] {
    [
        t!(words, "segments.col_expected"),
        t!(words, "segments.col_lost"),
        t!(words, "segments.col_value"),
        t!(words, "segments.col_at_risk"),
    ]
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

/// How wide the columns are; without room the number goes first, then the tier, then the bar.
struct ValueColumns {
    name: usize,
    number: usize,
    tier: usize,
    figures: [usize; 4],
    bar: usize,
}

impl ValueColumns {
    fn of(words: Words, shell: &Shell, rows: &[(MemberRow, CustomerValue)], room: usize) -> Self {
        // The mark of the order stands before a heading.
        let heads = heads(words).map(|head| Shown::new(&head).width() + 1);
        let figures = rows.iter().fold(heads, |widths, (_, worth)| {
            let texts = figures(words, shell, worth).map(|text| Shown::new(&text).width());
            std::array::from_fn(|at| widths[at].max(texts[at]))
        });
        let figures = figures.map(|width| width + 2);
        let mut columns = Self { name: 10, number: 11, tier: 13, figures, bar: BAR + 1 };
        if columns.used() > room {
            columns.number = 0;
        }
        if columns.used() > room {
            columns.tier = 0;
        }
        if columns.used() > room {
            columns.bar = 0;
        }
        columns.name += room.saturating_sub(columns.used()).min(20);
        columns
    }

    fn used(&self) -> usize {
        self.name + self.number + self.tier + self.figures.iter().sum::<usize>() + self.bar
    }

    fn line(&self, [name, number, tier]: [String; 3], figures: [String; 4], bar: &str) -> StyledLine {
        let line = StyledLine::default()
            .left(Tone::Text, format!("{name} "), self.name)
            .left(Tone::Dim, format!("{number} "), self.number)
            .left(Tone::Text, format!("{tier} "), self.tier);
        let line =
            figures.into_iter().zip(self.figures).fold(line, |line, (text, width)| line.right(Tone::Text, text, width));
        line.left(Tone::Warn, if self.bar > 0 { format!(" {bar}") } else { String::new() }, self.bar)
    }
}

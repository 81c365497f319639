//! The care list: who, why, and the last contact.

use crate::domain::care::CareRow;
use crate::panes::overview::state::{OverviewPane, OverviewPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Who, number, phone, why, spend, last contact.
const COLUMNS: [ColumnRule; 6] = [
    ColumnRule::words(6, 0),
    ColumnRule::whole(1),
    ColumnRule::whole(4),
    ColumnRule::words(36, 0),
    ColumnRule::number(2),
    ColumnRule::whole(3),
];
/// Why takes what is left.
const WHY: (usize, usize) = (3, usize::MAX);

pub(super) fn draw(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.care, pane.care.is_late(shell.setup.now), area) {
        return;
    }
    let words = canvas.words;
    let Some(list) = pane.care.answer() else { return };
    let columns = usize::from(area.width.saturating_sub(1));
    let summary: Vec<StyledLine> = wrapped(&words.care_summary(list), columns)
        .into_iter()
        .map(|line| StyledLine::of(Tone::Dim, format!(" {line}")))
        .collect();
    canvas.lines(area, &summary);
    let rest = below(area, u16::try_from(summary.len()).unwrap_or(1));
    if list.rows.is_empty() {
        let inner = inset(below(rest, rest.height.min(1)), 1);
        let lines = wrapped(&t!(words, "care.nobody"), inner.width.into());
        canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect::<Vec<_>>());
        return;
    }
    let heading = [
        t!(words, "feedback.who"),
        words.field("member_no"),
        words.field("phone"),
        t!(words, "care.why"),
        t!(words, "care.spend"),
        t!(words, "care.last_contact"),
    ];
    let texts: Vec<_> = list.rows.iter().map(|row| texts(words, shell, row)).collect();
    let room = usize::from(rest.width.saturating_sub(1));
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, WHY, room);
    canvas.line(rest, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let (rows, beneath) = split(below(rest, 1));
    canvas.fit(OverviewPart::Care.id(), PartFit { rows: rows.height.into(), ..PartFit::default() });
    let line = |at: usize, _| {
        let (Some(row), Some(texts)) = (list.rows.get(at), texts.get(at)) else { return StyledLine::default() };
        let waits = row.causes.first().is_some_and(|cause| cause.reason().always_shows());
        let why = if waits { Tone::Warn } else { Tone::Text };
        let [who, no, phone, causes, spend, contact] = texts.each_ref().map(String::as_str);
        columns.line([
            (Tone::Strong, who),
            (Tone::Dim, no),
            (Tone::Text, phone),
            (why, causes),
            (Tone::Text, spend),
            (Tone::Dim, contact),
        ])
    };
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: !pane.is_current(shell) };
    table::draw(canvas, rows, (pane.list, list.rows.len()), look, line, |at| OverviewPart::Care.at(at));
    more(canvas, list.rows.len(), list.total, rows);
    if let Some(row) = list.rows.get(pane.list.cursor(list.rows.len())).filter(|_| beneath.height > 1) {
        whole(canvas, shell, row, beneath);
    }
}

/// Rows that all reasons of the member under the cursor take, their edge included.
const BENEATH: u16 = 4;
/// With fewer rows than so many all of them are the list's.
const ROWS: u16 = 10;

/// The rows of the list, and those beneath it.
fn split(area: Rect) -> (Rect, Rect) {
    let beneath = if area.height < ROWS { 0 } else { BENEATH };
    let rows = Rect { height: area.height - beneath, ..area };
    (rows, below(area, rows.height))
}

/// Every reason of the member under the cursor, whole, with what the columns leave out.
fn whole(canvas: &mut Canvas, shell: &Shell, row: &CareRow, area: Rect) {
    let words = canvas.words;
    let who = wording::named(&row.member.name, &row.member.member_no);
    canvas.rule(
        Rect { height: 1, ..area },
        Tone::Dim,
        &StyledLine::of(Tone::Strong, format!(" {who} ")),
        &StyledLine::default(),
    );
    let [_, _, phone, causes, spend, contact] = texts(words, shell, row);
    let spend = format!("{} {spend}", t!(words, "care.spend"));
    let parts = [causes, phone, spend, contact];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let inner = inset(below(area, 1), 1);
    let lines = wrapped(&told.join(" · "), inner.width.into());
    canvas.lines(inner, &lines.into_iter().map(|line| StyledLine::of(Tone::Text, line)).collect::<Vec<_>>());
}

/// What is beyond the rows that were asked for.
fn more(canvas: &mut Canvas, shown: usize, total: u64, area: Rect) {
    let left = total.saturating_sub(shown as u64);
    if left > 0 && usize::from(area.height) > shown {
        let place = below(area, u16::try_from(shown).unwrap_or(u16::MAX));
        canvas.line(place, &StyledLine::of(Tone::Dim, format!(" {}", t!(canvas.words, "feedback.more", n = left))));
    }
}

fn texts(words: Words, shell: &Shell, row: &CareRow) -> [String; 6] {
    let member = &row.member;
    let whole = shell.reveal.of(member.id).map(|whole| whole.phone.clone());
    let causes: Vec<String> =
        row.causes.iter().map(|cause| words.care_cause(cause, shell.program(), shell.today)).collect();
    let contact = row
        .last_contact
        .map(|(day, outcome)| format!("{} {}", words.day_short(day, shell.today), words.outcome_word(outcome.word())));
    [
        wording::person(&member.name, &member.member_no).to_owned(),
        member.member_no.clone(),
        whole.unwrap_or_else(|| member.phone.to_string()),
        causes.join(" · "),
        words.money_short(shell.setup.programs.currency(), row.spend),
        contact.unwrap_or_default(),
    ]
}

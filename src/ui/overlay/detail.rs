//! One row of a member's file, whole: what the columns cut off stands here in full.

use crate::domain::contact_log::ContactRow;
use crate::domain::feedback::FeedbackRow;
use crate::domain::fold::view::{LedgerEntry, PurchaseRow};
use crate::domain::interaction::InteractionRow;
use crate::domain::num::{Money, grouped};
use crate::shell::Shell;
use crate::shell::detail::{DetailRow, RowDetail};
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::StyledLine;
use crate::ui::part::operation::{LabelledText, labelled, operation};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, shell: &Shell, detail: &RowDetail, area: Rect) {
    let words = canvas.words;
    let width = 78.min(area.width);
    let lines = lines(words, shell, detail, usize::from(width.saturating_sub(4)));
    let title = StyledLine::of(Tone::Strong, t!(words, "detail.title"))
        .then(Tone::Dim, " · ")
        .then(Tone::Text, wording::named(&detail.who.name, &detail.who.no));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let inner = canvas.window(area, (width, height), &title, &StyledLine::default());
    canvas.regions.overlay.rows = inner.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = detail.list.window(lines.len(), inner.height.into());
    for (line, place) in lines[window].iter().zip(rows(inner)) {
        canvas.line(place, line);
    }
}

fn lines(words: Words, shell: &Shell, detail: &RowDetail, columns: usize) -> Vec<StyledLine> {
    let own = match &detail.row {
        DetailRow::Entry(row) => entry(words, row),
        DetailRow::Purchase(row) => purchase(words, shell, row),
        DetailRow::Feedback(row) => feedback(words, shell, row),
        DetailRow::Contact(row) => contact(words, shell, row),
        DetailRow::Interaction(row) => interaction(words, row),
        DetailRow::Operation => Vec::new(),
    };
    let operation =
        detail.operation.as_ref().map(|row| operation(words, shell, row, detail.balance)).unwrap_or_default();
    let between = !own.is_empty() && !operation.is_empty();
    let mut out = labelled(&own, columns);
    out.extend(between.then(StyledLine::default));
    out.extend(labelled(&operation, columns));
    out
}

fn entry(words: Words, row: &LedgerEntry) -> Vec<LabelledText> {
    let day = |day: Option<crate::domain::day::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let lots: Vec<String> = row.lots.iter().map(|draw| format!("#{} {}", draw.lot.0, grouped(draw.points.0))).collect();
    vec![
        (t!(words, "col.kind"), words.entry_kind(row.kind)),
        (t!(words, "col.day"), row.day.to_string()),
        (t!(words, "col.points"), words.signed(row.points)),
        (t!(words, "col.balance"), grouped(row.balance_after.0)),
        (t!(words, "detail.spendable"), day(row.spendable_on)),
        (t!(words, "col.ends"), day(row.expires_on)),
        (t!(words, "detail.record"), format!("#{}", row.fact.0)),
        (t!(words, "detail.lots"), lots.join(", ")),
        (t!(words, "col.order"), row.reference.clone().unwrap_or_default()),
        (t!(words, "detail.answers"), row.reverses.map(|fact| format!("#{}", fact.0)).unwrap_or_default()),
    ]
}

fn purchase(words: Words, shell: &Shell, row: &PurchaseRow) -> Vec<LabelledText> {
    let money = |m: Money| words.money(shell.setup.programs.currency(), m);
    let unless_zero = |m: Money| if m.0 == 0 { String::new() } else { money(m) };
    vec![
        (t!(words, "col.time"), words.time(shell.setup.programs.zone(), row.at)),
        (t!(words, "col.amount"), money(row.amount)),
        (t!(words, "detail.points_paid"), unless_zero(row.points_paid)),
        (t!(words, "col.points"), words.signed(row.points)),
        (t!(words, "col.refunded"), unless_zero(row.refunded)),
        (t!(words, "col.order"), row.reference.clone().unwrap_or_default()),
        (t!(words, "detail.record"), format!("#{}", row.fact.0)),
        (t!(words, "detail.answers"), row.sale.map(|fact| format!("#{}", fact.0)).unwrap_or_default()),
    ]
}

fn feedback(words: Words, shell: &Shell, row: &FeedbackRow) -> Vec<LabelledText> {
    let content = &row.content;
    let case = row.case.as_ref().map(|case| words.case_state(case.state)).unwrap_or_default();
    let state = if row.retracted { t!(words, "feedback.retracted") } else { case };
    vec![
        (t!(words, "col.time"), words.time(shell.setup.programs.zone(), row.at)),
        (t!(words, "feedback.score"), wording::scored(words, content)),
        (t!(words, "breakdown.topic"), content.topic.as_deref().map(|topic| words.topic(topic)).unwrap_or_default()),
        (t!(words, "feedback.case"), state),
        (t!(words, "feedback.text"), content.text.clone().unwrap_or_default()),
    ]
}

fn contact(words: Words, shell: &Shell, row: &ContactRow) -> Vec<LabelledText> {
    let content = &row.contact.content;
    vec![
        (t!(words, "col.time"), words.time(shell.setup.programs.zone(), row.contact.at)),
        (t!(words, "contact.outcome"), words.outcome(content.outcome)),
        (t!(words, "breakdown.channel"), words.contact_channel(content.channel)),
        (t!(words, "contact.purpose"), words.contact_purpose(content.purpose)),
        (t!(words, "col.why"), content.reason.map(|reason| words.care_reason(reason)).unwrap_or_default()),
        (t!(words, "detail.note"), row.note.clone().unwrap_or_default()),
    ]
}

fn interaction(words: Words, row: &InteractionRow) -> Vec<LabelledText> {
    vec![
        (t!(words, "col.day"), row.day.to_string()),
        (t!(words, "col.kind"), words.interaction(&row.kind)),
        (t!(words, "breakdown.channel"), words.channel(&row.channel)),
        (t!(words, "contact.how_many"), row.n.to_string()),
    ]
}

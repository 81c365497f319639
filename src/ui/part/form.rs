//! A form: its fields, what is wrong with one, and the sentence that `y` makes true.

use crate::shell::Shell;
use crate::shell::commands::ShellCmd;
use crate::shell::draft::FormDraft;
use crate::shell::form::{Choice, Field, FieldId, Form, FormFocus, FormKind, Value};
use crate::shell::lookup::MemberHit;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, packed, wrapped};
use crate::ui::part::{editor, field};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the labels at the left, the mark of the cursor and a blank among them; with longer labels more.
const LABEL: u16 = 12;

/// Columns of the labels of a form.
fn label_columns(words: Words, form: &Form) -> u16 {
    let widths = form.fields.iter().map(|of| StyledLine::of(Tone::Text, wording::field(words, of.id)).width());
    u16::try_from(2 + widths.max().unwrap_or(0)).unwrap_or(u16::MAX).max(LABEL)
}

/// Rows that a form takes in so many columns: fields, a blank, what to choose or what is wrong, the sentence.
pub fn height(canvas: &Canvas, shell: &Shell, draft: &FormDraft, columns: u16) -> u16 {
    let below = beneath(canvas.words, shell, draft, columns.into()).len()
        + sentence(canvas, shell, draft, columns.into()).len();
    let fields: usize = draft.form.fields.iter().map(|f| if is_area(f) { editor::ROWS } else { 1 }).sum();
    u16::try_from(fields + below + 2).unwrap_or(u16::MAX)
}

fn is_area(field: &Field) -> bool {
    matches!(field.value, Value::Area(_))
}

/// The fewest rows in which a form can be filled: its fields and the sentence.
pub fn least_height(canvas: &Canvas, shell: &Shell, draft: &FormDraft, columns: u16) -> u16 {
    let rows = draft.form.fields.len() + sentence(canvas, shell, draft, columns.into()).len();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Rows for a form that shares so many with a plan of `plan_rows`: the form gives way first, down to its least.
pub fn shared_height(canvas: &Canvas, shell: &Shell, draft: &FormDraft, area: Rect, plan_rows: u16) -> u16 {
    let least = least_height(canvas, shell, draft, area.width);
    let wished = height(canvas, shell, draft, area.width);
    wished.min(area.height.saturating_sub(plan_rows).max(least)).min(area.height)
}

/// Draws a form. Where rows are few the blanks go first, then what stands beneath the fields.
pub fn draw(canvas: &mut Canvas, shell: &Shell, draft: &FormDraft, area: Rect) {
    let words = canvas.words;
    let form = &draft.form;
    let columns = usize::from(area.width);
    let (beneath, sentence) = (beneath(words, shell, draft, columns), sentence(canvas, shell, draft, columns));
    // A text of several lines takes what the rest leaves.
    let rest = form.fields.len() + beneath.len() + sentence.len();
    let lines = usize::from(area.height).saturating_sub(rest).clamp(1, editor::ROWS);
    let lines = u16::try_from(lines).unwrap_or(1);
    let label = label_columns(words, form);
    let (mut y, mut places) = (area.y, rows(area));
    for (at, of) in form.fields.iter().enumerate() {
        let height = if is_area(of) { lines } else { 1 }.min(area.bottom().saturating_sub(y));
        let place = Rect { y, height, ..area };
        y += height;
        let here = form.spot == FormFocus::Field(at);
        canvas.target(place, ClickTarget::Field(at));
        let mark = StyledLine::of(Tone::Accent, if here { "▸" } else { " " });
        let tone = if here { Tone::Strong } else { Tone::Dim };
        canvas.line(place, &mark.left(tone, wording::field(words, of.id), usize::from(label) - 1));
        let value = Rect { x: place.x + label.min(place.width), width: place.width.saturating_sub(label), ..place };
        draw_value(canvas, shell, form, of, here, value);
    }
    let places = places.by_ref().skip(usize::from(y - area.y));
    let room = usize::from(area.bottom().saturating_sub(y));
    let blanks = room >= beneath.len() + sentence.len() + 2;
    let told = shortened(beneath, room.saturating_sub(sentence.len()));
    let blank = || blanks.then(StyledLine::default);
    let lines = blank().into_iter().chain(told).chain(blank()).chain(sentence);
    for (line, place) in lines.zip(places) {
        canvas.line(place, &line);
    }
}

/// As many lines as there are rows for, `…` behind the last one where that is not all.
fn shortened(mut lines: Vec<StyledLine>, rows: usize) -> Vec<StyledLine> {
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.pop() {
            lines.push(last.then(Tone::Dim, " …"));
        }
    }
    lines
}

fn draw_value(canvas: &mut Canvas, shell: &Shell, form: &Form, of: &Field, here: bool, area: Rect) {
    let words = canvas.words;
    match &of.value {
        Value::Text(text) => {
            // A number of points shows its sign, typed or not.
            let signed = of.id == FieldId::Points && form.act == FormKind::Points;
            let missing = signed && text.text().trim().starts_with(|c: char| c.is_ascii_digit());
            canvas.line(area, &StyledLine::of(Tone::Text, if missing { "+" } else { "" }));
            let sign = u16::from(missing).min(area.width);
            let area = Rect { x: area.x + sign, width: area.width - sign, ..area };
            field::draw(canvas, area, text, here, if here { "" } else { "–" });
        }
        Value::Area(text) => editor::draw(canvas, area, text, here, if here { "" } else { "–" }),
        Value::Choice(choice) => {
            let text = numbered(of.id, choice, choice.at, &option(words, shell, of.id, choice, choice.at));
            let line = if here {
                StyledLine::of(Tone::Accent, "‹ ").then(Tone::Selected, text).then(Tone::Accent, " ›")
            } else {
                StyledLine::of(Tone::Text, format!("  {text}"))
            };
            let carried = if choice.is_carried { t!(words, "form.carried") } else { String::new() };
            let line = line.then(Tone::Dim, if here { " " } else { "  " }).then(Tone::Dim, carried);
            canvas.line(area, &line);
        }
    }
}

fn option(words: Words, shell: &Shell, id: FieldId, choice: &Choice, at: usize) -> String {
    let code = choice.options.get(at).map_or("", String::as_str);
    wording::choice_option(words, shell.program(), id, code)
}

/// An option with the digit that picks it. A score is its own key.
fn numbered(id: FieldId, choice: &Choice, at: usize, words: &str) -> String {
    let last_digit = 9.min(choice.options.len());
    if id == FieldId::Score || at >= last_digit { words.to_owned() } else { format!("{} {words}", at + 1) }
}

/// Beneath the fields: what is wrong with the one under the cursor, what it can be, or what belongs into it.
fn beneath(words: Words, shell: &Shell, draft: &FormDraft, columns: usize) -> Vec<StyledLine> {
    let Some(of) = draft.form.focused() else { return Vec::new() };
    if let Some(problem) = draft.problem {
        let text = format!("✗ {}", wording::problem(words, &draft.form, of.id, problem));
        return wrapped(&text, columns).into_iter().map(|l| StyledLine::of(Tone::Bad, l)).collect();
    }
    if of.id == FieldId::Other {
        return hits(words, shell, draft);
    }
    let lines = match &of.value {
        Value::Choice(choice) if of.id != FieldId::Score => {
            let numbered = |at| numbered(of.id, choice, at, &option(words, shell, of.id, choice, at));
            packed(&(0..choice.options.len()).map(numbered).collect::<Vec<_>>(), 3, columns)
        }
        Value::Choice(_) | Value::Text(_) | Value::Area(_) => {
            wrapped(&wording::about(words, &draft.form, of.id), columns)
        }
    };
    lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect()
}

/// Whom the field could mean, the one that is meant marked.
fn hits(words: Words, shell: &Shell, draft: &FormDraft) -> Vec<StyledLine> {
    let hits = draft.lookup.hits(draft.form.who.id);
    if hits.is_empty() {
        return vec![StyledLine::of(Tone::Dim, wording::about(words, &draft.form, FieldId::Other))];
    }
    let line = |(at, hit): (usize, MemberHit)| {
        let is_meant = draft.form.other.as_ref().is_some_and(|other| other.id == hit.who.id);
        let mark = if is_meant && draft.lookup.chosen == Some(at) { "▸ " } else { "  " };
        let line = StyledLine::of(Tone::Accent, mark)
            .then(if is_meant { Tone::Selected } else { Tone::Text }, wording::named(&hit.who.name, &hit.who.no));
        match hit.details {
            Some((phone, tier)) => line
                .then(Tone::Dim, format!("  {phone}"))
                .then(Tone::Dim, format!("  {}", words.tier(shell.program(), &tier))),
            None => line,
        }
    };
    hits.into_iter().enumerate().map(line).collect()
}

/// What `y` would do, in one sentence; dim while there is nothing to confirm.
fn sentence(canvas: &Canvas, shell: &Shell, draft: &FormDraft, columns: usize) -> Vec<StyledLine> {
    let on_plan = draft.form.spot == FormFocus::Plan;
    let confirm = if on_plan { ShellCmd::Confirm } else { ShellCmd::ConfirmAnywhere };
    let key = canvas.key_name(confirm);
    let possible = draft.is_current() && draft.may_confirm() && shell.unknown.is_none();
    let tone = if possible && on_plan { Tone::Strong } else { Tone::Dim };
    let act = wording::act(canvas.words, shell, draft);
    let asks = draft.plan().is_some_and(|plan| plan.effect.proposes.is_some());
    let text = if asks { t!(canvas.words, "act.ask", act = act) } else { act };
    let mut lines = wrapped(&text, columns.saturating_sub(key.len() + 2)).into_iter();
    let first = StyledLine::of(if possible { Tone::Accent } else { Tone::Dim }, format!(" {key} "));
    let indent = first.width();
    let mut out = vec![first.then(tone, lines.next().unwrap_or_default())];
    out.extend(lines.map(|l| StyledLine::of(Tone::Text, " ".repeat(indent)).then(tone, l)));
    out
}

//! What surrounds the panes: title, pane names, the line of news, the hint bar.

use crate::app::Model;
use crate::app::command::{Cmd, CommandSpec, KeyContext, TABLE};
use crate::app::draft::FormDraft;
use crate::app::panes::Pane;
use crate::app::regions::ClickTarget;
use crate::app::toast::ToastTone;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::Canvas;
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Rows that news takes at most.
const NEWS_MAX: u16 = 3;

/// The first row: which file, who, which day. A past day takes the whole row, so that nobody mistakes it for today.
pub fn title(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let setup = &model.setup;
    let mut left = StyledLine::of(Tone::Strong, " loyaltui").then(Tone::Text, "  ").then(Tone::Text, &setup.file_name);
    if setup.demo {
        left = left.then(Tone::Warn, format!("  {}", t!(words, "screen.demo")));
    }
    let who = format!("{} {} · ", setup.operator.name, words.role(setup.operator.role));
    match model.as_of {
        None => {
            let right = StyledLine::of(Tone::Dim, who).then(Tone::Text, format!("{} ", model.today));
            canvas.split(area, &left, &right);
        }
        Some(day) => {
            let right = StyledLine::of(Tone::Past, t!(words, "screen.past", day = day)).then(Tone::Past, " ");
            canvas.split(area, &left.all(Tone::Past), &right);
            canvas.fill(area, Tone::Past);
        }
    }
}

pub fn pane_name(words: Words, pane: Pane) -> String {
    match pane {
        Pane::Members => t!(words, "pane.members"),
        Pane::Adjust => t!(words, "pane.adjust"),
        Pane::Feedback => t!(words, "pane.feedback"),
        Pane::Segments => t!(words, "pane.segments"),
    }
}

/// The second row: the panes, and the member in hand.
pub fn panes(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let hand = model.hand.as_ref().map_or_else(StyledLine::default, |who| {
        StyledLine::of(Tone::Dim, format!("{} ", t!(words, "screen.in_hand")))
            .then(Tone::Text, wording::named(&who.name, &who.no))
            .then(Tone::Text, " ")
    });
    let name = |(n, pane): (usize, Pane)| {
        // Cases past their due time light an alert wherever one is.
        let overdue = if pane == Pane::Feedback { model.feedback.counts.overdue } else { 0 };
        let alert = if overdue > 0 { format!(" !{overdue}") } else { String::new() };
        (format!("{} {}{alert}", n + 1, pane_name(words, pane)), pane == model.pane, ClickTarget::Pane(pane))
    };
    let used = tabs::draw(canvas, area, Pane::ALL.into_iter().enumerate().map(name));
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    canvas.split(rest, &StyledLine::default(), &hand);
}

/// The news: what is being waited for, else what happened last. `area` is its row; a long sentence takes the rows above too.
pub fn news(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let (tone, text) = if let Some(write) = &model.write {
        let then = write.then.map_or_else(|| t!(words, "toast.writing"), |_| t!(words, "toast.writing_then"));
        (Tone::Warn, format!("… {then}"))
    } else if model.draft().is_some_and(|d| d.asked) {
        (Tone::Warn, format!("… {}", t!(words, "toast.waiting_plan")))
    } else if let Some(toast) = &model.toast {
        let (tone, mark) = match toast.tone {
            ToastTone::Done => (Tone::Good, "✓"),
            ToastTone::Info => (Tone::Text, "·"),
            ToastTone::Bad => (Tone::Bad, "✗"),
        };
        (tone, format!("{mark} {}", wording::news(model, words, &toast.news)))
    } else {
        return;
    };
    let lines = wrapped(&text, usize::from(area.width.saturating_sub(2)));
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0).min(NEWS_MAX - 1).min(area.y);
    let place = Rect { y: area.y - above, height: above + 1, ..area };
    if above > 0 {
        canvas.clear(place);
    }
    let lines: Vec<StyledLine> = lines.into_iter().map(|l| StyledLine::of(tone, format!(" {l}"))).collect();
    canvas.lines(place, &lines);
}

/// A row that stays while nobody knows whether something was written.
pub fn unknown(canvas: &mut Canvas, model: &Model, area: Rect) {
    let Some(unknown) = &model.unknown else { return };
    let words = canvas.words;
    let key = CommandSpec::of(Cmd::Refresh).and_then(|c| c.key_in(model.contexts())).map(|k| k.to_string());
    let text = t!(words, "screen.unknown", reason = unknown.reason, key = key.unwrap_or_default());
    canvas.line(area, &StyledLine::of(Tone::Past, format!(" ✗ {text}")));
    canvas.fill(area, Tone::Past);
}

/// The last row: what the keys do here, the most useful first, as many as fit.
pub fn hints(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let chain = model.contexts();
    // In a form its own keys are told; what leads elsewhere is in the palette.
    let in_form = chain.contains(&KeyContext::Form);
    let place: Vec<KeyContext> = chain.iter().copied().filter(|c| !in_form || *c != KeyContext::Desk).collect();
    let mut hints: Vec<(&CommandSpec, String)> = TABLE
        .iter()
        .filter(|c| c.hint > 0 && model.allowed(c.id).is_ok())
        .filter(|c| {
            let confirms = matches!(c.id, Cmd::Confirm | Cmd::ConfirmAnywhere);
            !confirms || model.draft().is_some_and(FormDraft::may_confirm)
        })
        .filter_map(|c| c.key_in(&place).map(|key| (c, key.to_string())))
        .collect();
    hints.sort_by_key(|(c, _)| c.hint);
    let (mut line, mut told) = (StyledLine::default(), Vec::new());
    for (command, key) in hints {
        let label = wording::label(words, command);
        let hint = StyledLine::of(Tone::Text, if line.is_empty() { " " } else { "  " })
            .then(Tone::Accent, key)
            .then(Tone::Dim, format!(" {label}"));
        // Two keys for one thing: the nearer one is enough.
        if line.width() + hint.width() <= area.width.into() && !told.contains(&label) {
            line = line.and(hint);
            told.push(label);
        }
    }
    canvas.line(area, &line);
}

/// The card that says which size is needed.
pub fn too_small(canvas: &mut Canvas, area: Rect, (width, height): (u16, u16)) {
    let words = canvas.words;
    let lines = [
        StyledLine::of(Tone::Strong, t!(words, "screen.too_small")),
        StyledLine::of(Tone::Text, t!(words, "screen.needed", width = width, height = height)),
        StyledLine::of(Tone::Dim, t!(words, "screen.there", width = area.width, height = area.height)),
    ];
    let top = area.height.saturating_sub(3) / 2;
    for (n, line) in lines.iter().enumerate() {
        let n = u16::try_from(n).unwrap_or(0);
        if top + n < area.height {
            let free = area.width.saturating_sub(u16::try_from(line.width()).unwrap_or(u16::MAX));
            let row = Rect { x: area.x + free / 2, y: area.y + top + n, width: area.width - free / 2, height: 1 };
            canvas.line(row, line);
        }
    }
}

//! Audit: the views as tabs, below them the journal with its filter box, or the proof.

mod journal;
mod proof;

use super::state::{AuditPane, AuditPart, AuditView};
use crate::domain::num::grouped;
use crate::domain::question::Question;
use crate::shell::Shell;
use crate::shell::slot::{NoAnswerReason, Slot};
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::pane::PaneView;
use crate::ui::part::{field, tabs};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

impl PaneView for AuditPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        views(canvas, self, Rect { height: 1.min(area.height), ..area });
        let rest = below(area, 1);
        match self.view {
            AuditView::Journal => journal::draw(canvas, self, shell, rest),
            AuditView::Proof => proof::draw(canvas, self, shell, rest),
        }
    }

    fn draw_dialog(&self, _nth: usize, canvas: &mut Canvas, _shell: &Shell, area: Rect) {
        let Some(field) = &self.naming else { return };
        let title = StyledLine::of(Tone::Strong, t!(canvas.words, "audit.sign_title"));
        let inner = canvas.window(area, (60, 4), &title, &StyledLine::default());
        field::draw(canvas, Rect { height: 1.min(inner.height), ..inner }, field, true, "");
        let hint = StyledLine::of(Tone::Dim, t!(canvas.words, "audit.sign_hint"));
        canvas.line(below(inner, 1), &hint);
    }
}

fn views(canvas: &mut Canvas, pane: &AuditPane, area: Rect) {
    let words = canvas.words;
    let name = |(at, view)| (view_name(words, view), view == pane.view, AuditPart::Views.at(at));
    canvas.line(area, &StyledLine::of(Tone::Text, " "));
    let names = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area };
    let used = 1 + tabs::draw(canvas, names, AuditView::ALL.into_iter().enumerate().map(name));
    let rest = Rect { x: area.x + used.min(area.width), width: area.width.saturating_sub(used), ..area };
    canvas.split(rest, &StyledLine::default(), &status(words, pane));
}

fn view_name(words: Words, view: AuditView) -> String {
    match view {
        AuditView::Journal => t!(words, "audit.journal"),
        AuditView::Proof => t!(words, "audit.proof"),
    }
}

/// How many operations the filter lets through.
fn status(words: Words, pane: &AuditPane) -> StyledLine {
    let Some(found) = pane.page.answer().filter(|_| pane.view == AuditView::Journal) else {
        return StyledLine::default();
    };
    let n = grouped(i64::try_from(found.total).unwrap_or(i64::MAX));
    StyledLine::of(Tone::Dim, format!("{} ", t!(words, "audit.count", n = n)))
}

/// Why there is nothing to show, or that it is on its way. Says whether there was something to say.
fn nothing<Q: Question>(canvas: &mut Canvas, slot: &Slot<Q>, shell: &Shell, area: Rect) -> bool {
    let words = canvas.words;
    let late = slot.pending.as_ref().is_some_and(|pending| pending.is_late(shell.setup.now));
    let (tone, text) = match (&slot.failed, &slot.shown) {
        (Some(NoAnswerReason::Failed(failure)), _) => (Tone::Bad, format!("✗ {}", wording::failure(words, failure))),
        (Some(NoAnswerReason::Stopped), _) => (Tone::Dim, t!(words, "segments.stopped")),
        (None, None) if late => (Tone::Dim, t!(words, "file.loading")),
        (None, None) => (Tone::Dim, String::new()),
        (None, Some(_)) => return false,
    };
    let inner = inset(below(area, 1), 2);
    let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(tone, line));
    canvas.lines(inner, &lines.collect::<Vec<_>>());
    true
}

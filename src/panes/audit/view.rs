//! Audit: the views as tabs, below them the journal with its filter box, or the proof.

mod journal;
mod proof;

use super::state::{AuditPane, AuditPart, AuditView};
use crate::domain::num::grouped;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::pane::PaneView;
use crate::ui::part::{field, tabs};
use crate::ui::theme::Tone;
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

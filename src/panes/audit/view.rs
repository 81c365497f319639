//! Audit: the views as tabs, below them the journal with its filter box, the reviews, a sample, or the proof.

mod journal;
mod proof;
mod requests;
mod reviews;
mod sample;

use super::state::{AuditPane, AuditPart, AuditQuestion, AuditView};
use crate::domain::num::grouped;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::pane::PaneView;
use crate::ui::part::{field, tabs};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

impl PaneView for AuditPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        views(canvas, self, shell, Rect { height: 1.min(area.height), ..area });
        let rest = below(area, 1);
        match self.view {
            AuditView::Journal => journal::draw(canvas, self, shell, rest),
            AuditView::Reviews => reviews::draw(canvas, self, shell, rest),
            AuditView::Sample => sample::draw(canvas, self, shell, rest),
            AuditView::Requests => requests::draw(canvas, self, shell, rest),
            AuditView::Proof => proof::draw(canvas, self, shell, rest),
        }
    }

    fn draw_dialog(&self, _nth: usize, canvas: &mut Canvas, _shell: &Shell, area: Rect) {
        let Some(dialog) = &self.dialog else { return };
        let (title, hint) = asked(canvas.words, dialog.asks);
        let title = StyledLine::of(Tone::Strong, title);
        let hints = wrapped(&hint, 54);
        let rows = u16::try_from(hints.len()).unwrap_or(1);
        let inner = canvas.window(area, (60, 3 + rows), &title, &StyledLine::default());
        field::draw(canvas, Rect { height: 1.min(inner.height), ..inner }, &dialog.field, true, "");
        let hints: Vec<StyledLine> = hints.into_iter().map(|line| StyledLine::of(Tone::Dim, line)).collect();
        canvas.lines(below(inner, 1), &hints);
    }
}

/// What a dialog asks for, and what may be typed.
fn asked(words: Words, asks: AuditQuestion) -> (String, String) {
    match asks {
        AuditQuestion::NotePath => (t!(words, "audit.sign_title"), t!(words, "audit.sign_hint")),
        AuditQuestion::FindingNote => (t!(words, "audit.finding_title"), t!(words, "audit.finding_hint")),
        AuditQuestion::SeedWords => (t!(words, "audit.seed_title"), t!(words, "audit.seed_hint")),
        AuditQuestion::WrongNote => (t!(words, "audit.wrong_title"), t!(words, "audit.wrong_hint")),
        AuditQuestion::RightPoints => (t!(words, "audit.right_title"), t!(words, "audit.right_hint")),
        AuditQuestion::RejectNote => (t!(words, "request.reject_title"), t!(words, "request.reject_hint")),
        AuditQuestion::WithdrawNote => (t!(words, "request.withdraw_title"), t!(words, "request.withdraw_hint")),
    }
}

fn views(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let name = |(at, view)| (view_name(words, pane, view), view == pane.view, AuditPart::Views.at(at));
    canvas.line(area, &StyledLine::of(Tone::Text, " "));
    let names = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area };
    let used = 1 + tabs::draw(canvas, names, AuditView::ALL.into_iter().enumerate().map(name));
    let rest = Rect { x: area.x + used.min(area.width), width: area.width.saturating_sub(used), ..area };
    canvas.split(rest, &StyledLine::default(), &status(words, pane, shell));
}

fn view_name(words: Words, pane: &AuditPane, view: AuditView) -> String {
    match view {
        AuditView::Journal => t!(words, "audit.journal"),
        AuditView::Reviews => t!(words, "audit.reviews"),
        AuditView::Sample => t!(words, "audit.samples"),
        AuditView::Requests => match pane.open_requests() {
            0 => t!(words, "request.tab"),
            n => format!("{} {n}", t!(words, "request.tab")),
        },
        AuditView::Proof => t!(words, "audit.proof"),
    }
}

/// How many operations the filter lets through, the month that is reviewed, which sample it is.
fn status(words: Words, pane: &AuditPane, shell: &Shell) -> StyledLine {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let text = match pane.view {
        AuditView::Journal => pane.page.answer().map(|found| t!(words, "audit.count", n = count(found.total))),
        AuditView::Reviews => {
            let period = pane.period(shell);
            Some(format!("{}…{}", period.from, period.to))
        }
        AuditView::Sample => pane.samples.answer().filter(|all| !all.is_empty()).map(|all| {
            let n = all.len() as u64;
            t!(words, "audit.of", x = count(n - pane.nth_sample as u64), n = count(n))
        }),
        AuditView::Requests | AuditView::Proof => None,
    };
    text.map_or_else(StyledLine::default, |text| StyledLine::of(Tone::Dim, format!("{text} ")))
}

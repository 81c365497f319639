//! Adjust: the form on the left, its plan on the right; the plan under the form where that is too narrow.

use super::state::{AdjustPane, AdjustPart};
use crate::domain::num::grouped;
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::form::MemberRef;
use crate::t;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::pane::PaneView;
use crate::ui::part::{form, plan, tabs};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// From so many columns on the plan stands beside the form.
const BESIDE: u16 = 72;

impl PaneView for AdjustPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        draw(canvas, self, shell, area);
    }
}

fn draw(canvas: &mut Canvas, pane: &AdjustPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if let Some(day) = shell.as_of {
        sentences(canvas, area, &[t!(words, "adjust.past", day = day), t!(words, "adjust.past_hint")]);
    } else if let (Some(who), Some(draft)) = (pane.who(), pane.in_front()) {
        canvas.line(inset(area, 1), &head(canvas, shell, who, draft));
        filled(canvas, pane, shell, draft, below(area, 1));
    } else {
        sentences(canvas, area, &[t!(words, "adjust.nobody"), t!(words, "adjust.nobody_hint")]);
    }
}

fn sentences(canvas: &mut Canvas, area: Rect, texts: &[String]) {
    let inner = inset(below(area, 1.min(area.height)), 2);
    let lines = texts.iter().enumerate().flat_map(|(n, text)| {
        let tone = if n == 0 { Tone::Text } else { Tone::Dim };
        wrapped(text, inner.width.into()).into_iter().map(move |l| StyledLine::of(tone, l))
    });
    canvas.lines(inner, &lines.collect::<Vec<_>>());
}

/// Who it is about: `张伟 M0012345 · gold · 12,480`.
fn head(canvas: &Canvas, shell: &Shell, who: &MemberRef, draft: &FormDraft) -> StyledLine {
    let words = canvas.words;
    let line = StyledLine::of(Tone::Strong, wording::named(&who.name, &who.no));
    let left = wording::draft_of(words, shell, draft).map(|text| format!(" · {text}")).unwrap_or_default();
    let line = match shell.record_of(who.id) {
        Some(file) => {
            let tier = words.tier(shell.program(), &file.snapshot.tier.code);
            line.then(Tone::Dim, " · ")
                .then(Tone::Text, tier)
                .then(Tone::Dim, " · ")
                .then(Tone::Strong, grouped(file.snapshot.points.balance.0))
        }
        None => line,
    };
    line.then(Tone::Warn, left)
}

fn filled(canvas: &mut Canvas, pane: &AdjustPane, shell: &Shell, draft: &FormDraft, area: Rect) {
    let words = canvas.words;
    let tone = if shell.overlays.is_empty() { Tone::Accent } else { Tone::Dim };
    let title = plan::title(words, draft);
    if area.width >= BESIDE {
        let left = area.width / 2;
        let height = area.height;
        let inside = canvas.boxed(Rect { width: left, ..area }, tone, &StyledLine::default(), &StyledLine::default());
        forms(canvas, pane, Rect { x: area.x + 1, width: left.saturating_sub(2), height: 1, ..area });
        form::draw(canvas, shell, draft, inset(below(inside, 1), 1));
        let right = Rect { x: area.x + left, width: area.width - left, height, ..area };
        let inner = canvas.boxed(right, Tone::Dim, &title, &StyledLine::default());
        plan::draw(canvas, shell, draft, inset(below(inner, 1), 1));
    } else {
        forms(canvas, pane, Rect { height: 1.min(area.height), ..area });
        let rest = below(area, 1);
        let plan_rows = plan::height(words, shell, draft, rest.width.saturating_sub(2).into()).saturating_add(1);
        let height = form::shared_height(canvas, shell, draft, rest, plan_rows);
        form::draw(canvas, shell, draft, Rect { height, ..rest });
        let rest = below(rest, height);
        canvas.rule(rest, Tone::Dim, &title, &StyledLine::default());
        plan::draw(canvas, shell, draft, inset(below(rest, 1), 1));
    }
}

/// The forms' names, in the edge above them.
fn forms(canvas: &mut Canvas, pane: &AdjustPane, area: Rect) {
    let words = canvas.words;
    // In the order of `Act::FORMS`.
    let names = [t!(words, "act.points"), t!(words, "act.redeem"), t!(words, "act.tier")];
    let tab = |(n, name)| (name, n == pane.front, AdjustPart::Forms.at(n));
    tabs::draw(canvas, area, names.into_iter().enumerate().map(tab));
}

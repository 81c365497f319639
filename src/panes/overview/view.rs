//! Overview: figures with their trends beside points by expiry and this month's flows; or the care list.

mod alerts;
mod care;
mod dialog;
mod figures;
mod points;
mod rows;
mod targets;

use super::state::{OverviewPane, OverviewPart, OverviewTab};
use crate::domain::num::grouped;
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::pane::PaneView;
use crate::ui::part::no_answer;
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// From so many columns on points stand beside the figures.
const BESIDE: u16 = 110;
/// Rows that the flows of a month take.
const FLOWS: u16 = 9;
/// Columns of the figures where points stand beside them.
const FIGURES: u16 = 70;

impl PaneView for OverviewPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        let inner = canvas.boxed(area, edge(shell), &StyledLine::default(), &StyledLine::default());
        head(canvas, self, shell, Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area });
        match self.tab {
            OverviewTab::Figures => whole(canvas, self, shell, inner),
            OverviewTab::Alerts => alerts::draw(canvas, self, shell, inner),
            OverviewTab::Care => care::draw(canvas, self, shell, inner),
            OverviewTab::Targets => targets::draw(canvas, self, shell, inner),
        }
    }

    fn draw_dialog(&self, nth: usize, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        if let Some(dialog) = self.dialogs.get(nth) {
            dialog::draw(canvas, self, shell, dialog, area);
        }
    }
}

fn edge(shell: &Shell) -> Tone {
    if shell.overlays.is_empty() { Tone::Accent } else { Tone::Dim }
}

/// The tabs, and at the right what is under way or which day is told.
fn head(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let name = |(at, tab): (usize, OverviewTab)| {
        let name = match tab {
            OverviewTab::Figures => t!(words, "overview.figures"),
            OverviewTab::Alerts => match pane.alerts.answer().map(|list| list.lit()).filter(|lit| *lit > 0) {
                Some(lit) => format!("{} {}", t!(words, "overview.alerts"), count(lit)),
                None => t!(words, "overview.alerts"),
            },
            OverviewTab::Care => match pane.care.answer().filter(|list| list.total > 0) {
                Some(list) => format!("{} {}", t!(words, "overview.care"), count(list.total)),
                None => t!(words, "overview.care"),
            },
            OverviewTab::Targets => t!(words, "targets.tab"),
        };
        (name, tab == pane.tab, OverviewPart::Tabs.at(at))
    };
    let used = tabs::draw(canvas, area, OverviewTab::ALL.into_iter().enumerate().map(name));
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    let right = status(words, pane, shell);
    if right.width() < usize::from(rest.width) {
        canvas.split(rest, &StyledLine::default(), &right);
    }
}

fn status(words: Words, pane: &OverviewPane, shell: &Shell) -> StyledLine {
    let now = shell.setup.now;
    let pending = match pane.tab {
        OverviewTab::Figures | OverviewTab::Targets => pane.overview.pending.or(pane.points.pending),
        // Where there are no rules it stands in their place.
        OverviewTab::Alerts => {
            pane.alerts.pending.filter(|_| pane.alerts.answer().is_none_or(|list| !list.rules.is_empty()))
        }
        OverviewTab::Care => pane.care.pending,
    };
    if let Some(job) = pending.filter(|job| job.is_late(now)) {
        let text = match job.percent() {
            Some(percent) => t!(words, "overview.working_percent", percent = percent),
            None => t!(words, "overview.working"),
        };
        return StyledLine::of(Tone::Warn, format!(" … {text} "));
    }
    // The other tabs are newer than the figures may be.
    let figures = pane.overview.answer().filter(|_| matches!(pane.tab, OverviewTab::Figures | OverviewTab::Targets));
    let Some(overview) = figures else { return StyledLine::default() };
    StyledLine::of(
        Tone::Dim,
        format!(" {} ", t!(words, "overview.through", day = overview.day, seq = overview.through.0)),
    )
}

fn whole(canvas: &mut Canvas, pane: &OverviewPane, shell: &Shell, area: Rect) {
    if no_answer::draw(canvas, &pane.overview, pane.overview.is_late(shell.setup.now), area) {
        return;
    }
    if area.width >= BESIDE {
        let left = Rect { width: FIGURES.max(area.width * 3 / 5), ..area };
        figures::draw(canvas, pane, shell, left);
        let right = Rect { x: area.x + left.width + 1, width: area.width - left.width - 1, ..area };
        points::draw(canvas, pane, shell, right);
        return;
    }
    // Figures first; on a low screen the last of them give way to where points came from and went.
    let all = u16::try_from(pane.figures().len() + 1).unwrap_or(u16::MAX);
    let rows = all.min(area.height.saturating_sub(FLOWS).max(area.height / 2));
    figures::draw(canvas, pane, shell, Rect { height: rows, ..area });
    let rest = below(area, rows);
    if rest.height > 2 {
        points::draw(canvas, pane, shell, rest);
    }
}

/// A count as people read it.
fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

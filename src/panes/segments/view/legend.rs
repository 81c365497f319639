//! The definitions in force, as a text to be read.

use super::value;
use crate::domain::day::Day;
use crate::domain::num::{Money, grouped};
use crate::domain::segment::{RfmCuts, Ties};
use crate::panes::segments::state::SegmentsPane;
use crate::shell::Shell;
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

const WIDTH: u16 = 104;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, list: ListState, area: Rect) {
    let words = canvas.words;
    let width = WIDTH.min(area.width);
    let lines = lines(words, pane, shell, usize::from(width).saturating_sub(4));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let day = shell.day();
    let title = StyledLine::of(Tone::Strong, t!(words, "legend.title", day = day));
    let inner = canvas.window(area, (width, height), &title, &StyledLine::of(Tone::Dim, t!(words, "help.close")));
    canvas.regions.overlay.rows = inner.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = list.window(lines.len(), inner.height.into());
    for (row, line) in rows(inner).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, ClickTarget::OverlayRow(0));
    }
}

fn lines(words: Words, pane: &SegmentsPane, shell: &Shell, columns: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    let mut say = |tone: Tone, text: String| {
        lines.extend(wrapped(&text, columns).into_iter().map(|line| StyledLine::of(tone, line)));
    };
    let rules = shell.program().rfm;
    say(Tone::Strong, t!(words, "legend.scores"));
    match rules.ties {
        Ties::Together => say(Tone::Text, t!(words, "legend.together")),
        Ties::Split => say(Tone::Text, t!(words, "legend.split")),
    }
    let board = pane.board.answer();
    match board.and_then(|board| words.score_window(board.cuts.as_ref().ok()?)) {
        Some(window) => say(Tone::Text, window),
        None if rules.window_days.is_none() => say(Tone::Text, t!(words, "legend.whole")),
        None => {}
    }
    say(Tone::Dim, t!(words, "legend.min", n = rules.min_members));
    lines.extend(boundaries(words, pane, shell));
    let mut say = |tone: Tone, text: String| {
        lines.extend(wrapped(&text, columns).into_iter().map(|line| StyledLine::of(tone, line)));
    };
    say(Tone::Strong, t!(words, "legend.map"));
    say(Tone::Text, t!(words, "legend.map_text"));
    let stages = shell.program().lifecycle;
    let lapsing = board.map_or(stages.lapsing_days, |board| board.lapsing_days);
    say(Tone::Strong, t!(words, "legend.stages"));
    say(
        Tone::Text,
        t!(
            words,
            "legend.stages_text",
            new = stages.new_days,
            active = stages.active_days,
            lapsing = lapsing,
            dormant = stages.dormant_days
        ),
    );
    if stages.lapsing_auto {
        say(Tone::Text, words.lapsing_auto(board.and_then(|board| board.gap.as_ref()), lapsing));
    }
    say(Tone::Strong, t!(words, "legend.rates"));
    say(Tone::Text, t!(words, "legend.rates_text", lapsing = lapsing));
    say(Tone::Strong, t!(words, "legend.value"));
    say(Tone::Text, t!(words, "legend.value_text", n = shell.program().clv.min_repeaters));
    if let Some(fitted) = pane.fitted.answer() {
        lines.extend(value::lines(words, shell, fitted, columns));
    }
    lines
}

/// Where each score begins on the day, or why there are none.
fn boundaries(words: Words, pane: &SegmentsPane, shell: &Shell) -> Vec<StyledLine> {
    let Some(board) = pane.board.answer() else { return Vec::new() };
    let cuts = match &board.cuts {
        Ok(cuts) => cuts,
        Err(withheld) => {
            return vec![StyledLine::of(
                Tone::Warn,
                t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min),
            )];
        }
    };
    let mut head = StyledLine::default().left(Tone::Dim, "", 3);
    let names = [t!(words, "legend.r"), t!(words, "legend.f"), t!(words, "legend.m")];
    for (name, columns) in names.into_iter().zip(RANGES) {
        head = head.left(Tone::Dim, format!(" {name}"), columns);
    }
    let scored = grouped(i64::try_from(cuts.n).unwrap_or(i64::MAX));
    let mut lines = vec![StyledLine::of(Tone::Text, t!(words, "legend.scored", n = scored, day = cuts.as_of)), head];
    lines.extend((1..=5).rev().map(|score| row(words, shell, cuts, score)));
    lines
}

/// Columns of the ranges of recency, frequency and money: two days with a word between them are the widest.
const RANGES: [usize; 3] = [27, 19, 26];

fn row(words: Words, shell: &Shell, cuts: &RfmCuts, score: u8) -> StyledLine {
    let money = |n: i64| words.money_short(shell.setup.programs.currency(), Money(n));
    let [recency, frequency, monetary] = RANGES;
    StyledLine::default()
        .left(Tone::Strong, score.to_string(), 3)
        .left(Tone::Text, format!(" {}", words.score_range(&cuts.r, score, |n| Day(n).to_string())), recency)
        .left(Tone::Text, format!(" {}", words.score_range(&cuts.f, score, |n| n.to_string())), frequency)
        .left(Tone::Text, format!(" {}", words.score_range(&cuts.m, score, money)), monetary)
}

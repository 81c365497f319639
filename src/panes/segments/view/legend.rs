//! The definitions in force, as a text to be read.

use super::value;
use crate::domain::num::grouped;
use crate::panes::segments::state::SegmentsPane;
use crate::shell::Shell;
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::{Shown, Words};
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
    for (n, section) in
        words.definitions(shell.program(), pane.board.answer().map(AsRef::as_ref)).into_iter().enumerate()
    {
        let say =
            |tone: Tone, text: &str| wrapped(text, columns).into_iter().map(move |line| StyledLine::of(tone, line));
        lines.extend(say(Tone::Strong, &section.heading));
        lines.extend(section.sentences.iter().flat_map(|text| say(Tone::Text, text)));
        if n == 0 {
            lines.extend(boundaries(words, pane, shell, columns));
        }
    }
    if let Some(fitted) = pane.fitted.answer() {
        lines.extend(value::lines(words, shell, fitted, columns));
    }
    lines
}

/// Where each score begins on the day, or why there are none.
fn boundaries(words: Words, pane: &SegmentsPane, shell: &Shell, columns: usize) -> Vec<StyledLine> {
    let Some(board) = pane.board.answer() else { return Vec::new() };
    let cuts = match &board.cuts {
        Ok(cuts) => cuts,
        Err(withheld) => {
            let text = t!(words, "refusal.scores_withheld", n = withheld.n, min = withheld.min);
            return wrapped(&text, columns).into_iter().map(|line| StyledLine::of(Tone::Warn, line)).collect();
        }
    };
    let scored = grouped(i64::try_from(cuts.n).unwrap_or(i64::MAX));
    let text = t!(words, "legend.scored", n = scored, day = cuts.as_of);
    let heads = words.score_range_headings();
    let currency = shell.setup.programs.currency();
    let rows: Vec<(u8, [String; 3])> =
        (1..=5).rev().map(|score| (score, words.score_ranges(cuts, score, currency))).collect();
    let texts = rows.iter().map(|(_, texts)| texts).chain([&heads]);
    let widths = texts.fold([0; 3], |widths: [usize; 3], texts| {
        std::array::from_fn(|at| widths[at].max(Shown::new(&texts[at]).width()))
    });
    // As wide as what stands in them, with what is left shared; where they don't fit, the last goes on beneath.
    let left = columns.saturating_sub(SCORE + widths.iter().sum::<usize>());
    let gap = (left / 3).clamp(1, 4);
    let last = SCORE + widths[0] + widths[1] + 2 * gap;
    let row = |tone: Tone, score: &str, texts: &[String; 3]| {
        let first = StyledLine::default().left(Tone::Strong, score, SCORE);
        let cells = texts.iter().zip(widths);
        cells.fold(first, |line, (text, width)| line.left(tone, text, width + gap))
    };
    let mut lines: Vec<StyledLine> = wrapped(&text, columns).iter().map(|l| StyledLine::of(Tone::Text, l)).collect();
    lines.extend(row(Tone::Dim, "", &heads).folded(columns, last));
    lines.extend(
        rows.iter().flat_map(|(score, texts)| row(Tone::Text, &score.to_string(), texts).folded(columns, last)),
    );
    lines
}

/// Columns of the score before its ranges.
const SCORE: usize = 3;

//! A filter that can't be read, pointed at beneath its box.

use crate::domain::query::QueryError;
use crate::text::{Shown, Words};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;

/// A mark beneath the column that is wrong, and the sentence behind it, before it or in the rows below, where there is room.
pub fn pointed(words: Words, typed: &str, wrong: &QueryError, columns: usize) -> Vec<StyledLine> {
    let before: String = typed.chars().take(wrong.column.saturating_sub(1)).collect();
    let at = Shown::new(&before).width().min(columns.saturating_sub(1));
    let text = words.query_error(wrong);
    let width = Shown::new(&text).width();
    let indent = |n: usize| StyledLine::of(Tone::Text, " ".repeat(n));
    if at + 2 + width <= columns {
        vec![indent(at).then(Tone::Bad, format!("^ {text}"))]
    } else if width < at {
        vec![indent(at - width - 1).then(Tone::Bad, format!("{text} ^"))]
    } else {
        let rows = wrapped(&text, columns).into_iter().map(|row| StyledLine::of(Tone::Bad, row));
        std::iter::once(indent(at).then(Tone::Bad, "^")).chain(rows).collect()
    }
}

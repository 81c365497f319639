//! A text field: its text, the terminal's cursor in it, and as much of a long text as is needed to see where one types.

use crate::shell::field::TextField;
use crate::text::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

/// Draws a field into one row. With the keys it shows the cursor; empty it shows what belongs there.
pub fn draw(canvas: &mut Canvas, area: Rect, field: &TextField, has_keys: bool, placeholder: &str) {
    if area.is_empty() {
        return;
    }
    let (text, before) = (Shown::new(field.text()), Shown::new(field.before_cursor()));
    // One column stays free for the cursor behind the text.
    let room = usize::from(area.width - 1);
    let (skipped, rest) = if has_keys { scrolled(&text, before.width().saturating_sub(room)) } else { (0, text) };
    let line = match (rest.as_str(), has_keys && field.is_selected()) {
        ("", _) => StyledLine::of(Tone::Dim, placeholder),
        (rest, true) => StyledLine::of(Tone::Selected, rest),
        (rest, false) => StyledLine::of(Tone::Text, rest),
    };
    canvas.line(area, &line.then(Tone::Text, " "));
    if has_keys {
        let column = u16::try_from(before.width().saturating_sub(skipped)).unwrap_or(0);
        canvas.cursor = Some(Position { x: area.x + column.min(area.width - 1), y: area.y });
    }
}

/// The text without its first columns: at least so many, whole characters.
fn scrolled(text: &Shown, columns: usize) -> (usize, Shown) {
    let (mut skipped, mut at) = (0, 0);
    for grapheme in text.as_str().graphemes(true) {
        if skipped >= columns {
            break;
        }
        skipped += Shown::new(grapheme).width();
        at += grapheme.len();
    }
    (skipped, Shown::new(&text.as_str()[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("abcdef", 2, 2, "cdef")]
    #[case("张伟ab", 1, 2, "伟ab")]
    #[case("张伟ab", 3, 4, "ab")]
    #[case("abc", 0, 0, "abc")]
    fn a_long_text_scrolls_by_whole_characters(
        #[case] text: &str,
        #[case] columns: usize,
        #[case] skipped: usize,
        #[case] rest: &str,
    ) {
        assert_eq!(scrolled(&Shown::new(text), columns), (skipped, Shown::new(rest)));
    }
}

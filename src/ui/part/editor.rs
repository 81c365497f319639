//! A text of several lines, folded at the edge, the terminal's cursor in it, and as much of it as shows where one types.

use crate::shell::editor::Editor;
use crate::text::Shown;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

/// Rows that a text takes where there is room.
pub const ROWS: usize = 6;

/// Draws a text. With the keys it shows the cursor; empty it shows what belongs there.
pub fn draw(canvas: &mut Canvas, area: Rect, editor: &Editor, has_keys: bool, placeholder: &str) {
    if area.is_empty() {
        return;
    }
    // One column stays free for the cursor behind the text.
    let columns = usize::from(area.width - 1);
    let (lines, (row, column)) = folded(editor, columns);
    if lines.len() == 1 && lines[0].is_empty() {
        canvas.line(area, &StyledLine::of(Tone::Dim, placeholder));
    }
    let height = usize::from(area.height);
    let first = if has_keys { (row + 1).saturating_sub(height) } else { 0 };
    let more = !has_keys && lines.len() > height;
    for (n, (place, text)) in rows(area).zip(lines.iter().skip(first)).enumerate() {
        let cut = more && n + 1 == height;
        canvas.line(place, &StyledLine::of(Tone::Text, text).then(Tone::Dim, if cut { "…" } else { "" }));
    }
    if has_keys {
        let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1);
        let row = u16::try_from(row - first).unwrap_or(0);
        canvas.cursor = Some(Position { x: area.x + column, y: area.y + row });
    }
}

/// The lines as they are drawn, and the row and column of the cursor among them.
fn folded(editor: &Editor, columns: usize) -> (Vec<String>, (usize, usize)) {
    let (line, character) = editor.cursor();
    let (mut all, mut cursor) = (Vec::new(), (0, 0));
    for (n, text) in editor.lines().iter().enumerate() {
        let at = text.char_indices().nth(character).map_or(text.len(), |(at, _)| at);
        let mut begin = 0;
        for piece in fold(text, columns) {
            let end = begin + piece.len();
            // Before the first character of a row and behind the last one of a line; a row's end is the next row's beginning.
            if n == line && (begin..=end).contains(&at) {
                cursor = (all.len(), Shown::new(&piece[..at - begin]).width());
            }
            all.push(piece.to_owned());
            begin = end;
        }
    }
    (all, cursor)
}

/// A line in pieces of at most so many columns: broken behind a blank, between wide characters, inside a word only where it is
/// longer than a row. Nothing is lost.
fn fold(text: &str, columns: usize) -> Vec<&str> {
    let columns = columns.max(2);
    let (mut pieces, mut begin, mut width, mut breakable) = (Vec::new(), 0, 0, None);
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = Shown::new(grapheme).width();
        while width > 0 && width + wide > columns && !grapheme.trim().is_empty() {
            let end = breakable.filter(|end| *end > begin).unwrap_or(at);
            pieces.push(&text[begin..end]);
            begin = end;
            width = Shown::new(&text[begin..at]).width();
            breakable = None;
        }
        width += wide;
        if wide > 1 || grapheme.trim().is_empty() {
            breakable = Some(at + grapheme.len());
        }
    }
    pieces.push(&text[begin..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("too bitter for me", 9, &["too ", "bitter ", "for me"])]
    #[case("茶太苦了", 5, &["茶太", "苦了"])]
    #[case("茶太苦了x", 8, &["茶太苦了", "x"])]
    #[case("abcdefgh", 3, &["abc", "def", "gh"])]
    #[case("", 3, &[""])]
    fn lines_are_folded(#[case] text: &str, #[case] columns: usize, #[case] pieces: &[&str]) {
        assert_eq!(fold(text, columns), pieces);
    }

    #[test]
    fn the_cursor_is_where_the_next_character_goes() {
        let mut editor = Editor::new(99);
        editor.paste("茶太苦了\n换");
        assert_eq!(folded(&editor, 4).1, (2, 2));
        editor.up();
        assert_eq!(folded(&editor, 4).1, (0, 2));
        editor.edit(crate::shell::key::Key::ctrl('e'));
        assert_eq!(folded(&editor, 4).1, (1, 4));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_row_is_too_wide(text in "[a-c 茶]{0,40}", columns in 2..12_usize) {
            let pieces = fold(&text, columns);
            prop_assert_eq!(&pieces.concat(), &text);
            for piece in pieces {
                prop_assert!(Shown::new(piece.trim_end()).width() <= columns, "{:?}", piece);
            }
        }
    }
}

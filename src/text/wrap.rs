//! Text in lines.

use super::Shown;
use unicode_segmentation::UnicodeSegmentation;

/// A text in lines of at most so many columns. Breaks at blanks and between wide characters, and inside a word only where that
/// is longer than a line.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let (columns, mut lines, mut line) = (columns.max(2), Vec::new(), String::new());
    let fits = |line: &str, more: &str| Shown::new(line).width() + Shown::new(more).width() <= columns;
    for word in words(Shown::new(text).as_str()) {
        if !fits(&line, &word) {
            lines.push(std::mem::take(&mut line));
            for piece in word.trim_start().graphemes(true).flat_map(|grapheme| fitting(grapheme, columns)) {
                if !fits(&line, piece) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(piece);
            }
        } else if !(line.is_empty() && word.trim().is_empty()) {
            line.push_str(&word);
        }
    }
    lines.push(line);
    lines.into_iter().map(|l| l.trim_end().to_owned()).filter(|l| !l.is_empty()).collect()
}

/// A grapheme as it is, or its characters where it is wider than a line.
fn fitting(grapheme: &str, columns: usize) -> Vec<&str> {
    if Shown::new(grapheme).width() <= columns {
        return vec![grapheme];
    }
    grapheme.split("").filter(|character| !character.is_empty()).collect()
}

/// Items in lines of at most so many columns, so many blanks between two. An item stays whole; one that is longer than a line is
/// wrapped by itself.
pub fn packed(items: &[String], gap: usize, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        let width = Shown::new(item).width();
        match lines.last_mut() {
            Some(line) if Shown::new(line).width() + gap + width <= columns => {
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(item);
            }
            Some(_) | None => lines.extend(wrapped(item, columns)),
        }
    }
    lines
}

/// The pieces that a line does not break: runs of blanks, runs of narrow characters, single wide ones with the punctuation
/// that closes behind them.
pub fn words(text: &str) -> Vec<String> {
    const CLOSING: &str = "，。、；：？！）】》”’…";
    let is_wide = |g: &str| Shown::new(g).width() > 1;
    let is_blank = |g: &str| g.trim().is_empty();
    let mut words: Vec<String> = Vec::new();
    for grapheme in text.graphemes(true) {
        let glued = words.last().and_then(|w| w.graphemes(true).next_back()).is_some_and(|last| {
            let alike = is_blank(last) == is_blank(grapheme) && !is_wide(last) && !is_wide(grapheme);
            alike || (CLOSING.contains(grapheme) && !is_blank(last))
        });
        match words.last_mut() {
            Some(word) if glued => word.push_str(grapheme),
            _ => words.push(grapheme.to_owned()),
        }
    }
    words
}

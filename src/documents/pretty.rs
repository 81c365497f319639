//! A document as the text that is handed out.

use serde::Serialize;
use std::fmt::Write as _;

/// A document as indented JSON that ends its last line.
pub fn pretty(document: &impl Serialize) -> serde_json::Result<String> {
    let mut text = escaped(serde_json::to_string_pretty(document)?);
    text.push('\n');
    Ok(text)
}

/// A document in which also those characters are escaped that JSON lets stand and a terminal obeys: the second set of control
/// characters, and what turns the direction of writing or can't be seen. Who reads the document gets the same text.
fn escaped(document: String) -> String {
    let steers = |c: char| {
        matches!(c, '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if !document.contains(steers) {
        return document;
    }
    let mut out = String::with_capacity(document.len() + 64);
    for c in document.chars() {
        if steers(c) {
            // All of them have four digits at most.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_the_same() {
        let name = "a\u{9b}2J\u{202e}b\u{200b}\u{feff}\u{1b}c\u{2028}张 é";
        let document = escaped(serde_json::to_string(&[name]).unwrap());
        assert_eq!(document, "[\"a\\u009b2J\\u202eb\\u200b\\ufeff\\u001bc\\u2028张 é\"]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&document).unwrap(), [name]);
    }
}

//! Standard output and standard error. A reader that has gone away (`loyaltui journal | head`) is no error.

use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};

/// Writes a document as indented JSON and ends the line.
pub fn json(document: &impl Serialize) -> io::Result<()> {
    let mut text = escaped(serde_json::to_string_pretty(document).map_err(io::Error::other)?);
    text.push('\n');
    raw(&text)
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

/// Writes text as it is.
pub fn raw(text: &str) -> io::Result<()> {
    bytes(text.as_bytes())
}

/// Writes bytes as they are.
pub fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    quiet(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes one line to standard error; where that is gone too, nobody is there to be told.
pub fn message(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn quiet(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
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

    #[test]
    fn only_a_closed_pipe_is_quiet() {
        assert!(quiet(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(quiet(Err(ErrorKind::StorageFull.into())).is_err());
    }
}

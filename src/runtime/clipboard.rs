//! The clipboard of whoever looks at the terminal, also over SSH: OSC 52.

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;
use std::io::{self, Write};

/// Puts text on the clipboard. Control characters are left out: whoever pastes into a shell shall not run what a member's
/// name hides.
pub(super) fn copy(mut out: impl Write, text: &str) -> io::Result<()> {
    execute!(out, CopyToClipboard::to_clipboard_from(cleaned(text)))
}

fn cleaned(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_out_as_osc_52_without_control_characters() {
        let mut out = Vec::new();
        copy(&mut out, "张伟\x1b]0;x\x07\r\n1\u{9b}2").unwrap();
        // "张伟]0;x12" in base 64.
        assert_eq!(String::from_utf8(out).unwrap(), "\x1b]52;c;5byg5LyfXTA7eDEy\x1b\\");
    }
}

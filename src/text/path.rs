//! Paths as people read them. The system allows any bytes in a name.

use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A path as it is, where it is text. Any other stands in `$'…'`, with what is no text escaped, as a shell takes it back.
///
/// ```
/// use loyaltui::text::path_text;
/// use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path};
///
/// assert_eq!(path_text(Path::new("会员 1.db")), "会员 1.db");
/// assert_eq!(path_text(Path::new(OsStr::from_bytes(b"caf\xe9.db"))), r"$'caf\xe9.db'");
/// ```
pub fn path_text(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.chars().any(is_hidden) => text.to_owned(),
        Some(_) | None => escaped(path.as_os_str().as_bytes()),
    }
}

/// Characters that nobody sees, or that turn others round: one name must not look like another.
fn is_hidden(c: char) -> bool {
    use GeneralCategory as Is;
    matches!(
        c.general_category(),
        Is::Control | Is::Format | Is::LineSeparator | Is::ParagraphSeparator | Is::Unassigned | Is::PrivateUse
    )
}

fn escaped(bytes: &[u8]) -> String {
    let mut text = String::from("$'");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => text.extend(['\\', c]),
                c if is_hidden(c) => c.to_string().bytes().for_each(|byte| escape(byte, &mut text)),
                c => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| escape(*byte, &mut text));
    }
    text.push('\'');
    text
}

fn escape(byte: u8, text: &mut String) {
    // Writing to a text cannot fail.
    let _ = write!(text, "\\x{byte:02x}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ffi::OsStr;
    use std::process::Command;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
        #[test]
        fn a_shell_takes_it_back(bytes in proptest::collection::vec(prop_oneof![1..=255_u8, Just(b'\''), Just(b'\\'), Just(b'\n'), b'0'..=b'9'], 1..24)) {
            let text = escaped(&bytes);
            let said = Command::new("bash").arg("-c").arg(format!("printf %s {text}")).env("LC_ALL", "C").output().unwrap();
            prop_assert_eq!(said.stdout, bytes);
        }
    }

    #[test]
    fn what_is_text_stays_as_it_is() {
        assert_eq!(path_text(Path::new("o'neil $HOME.db")), "o'neil $HOME.db");
        assert_eq!(path_text(Path::new(OsStr::from_bytes(b"a\n'b\xff1"))), r"$'a\x0a\'b\xff1'");
        assert_eq!(path_text(Path::new("shop\u{202e}bd.db")), r"$'shop\xe2\x80\xaebd.db'");
    }
}

//! Names of operators: what is one, in which form it is kept, and which names nobody can tell apart.

use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::bad;
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// The longest name, in characters.
const NAME_MAX: usize = 32;

/// A name in the one form in which it is kept: without blanks around it, and with plain letters and digits for those of full width
/// and their like (NFKC).
///
/// ```
/// use loyaltui::domain::staff::name::tidied;
///
/// assert_eq!(tidied(" ｌｉ "), "li");
/// ```
pub fn tidied(name: &str) -> String {
    name.trim().nfkc().collect::<String>().trim().to_owned()
}

/// Refuses what is no name: names stand in keys, in notes that are signed, and in lists. Letters and digits of any script, hyphens,
/// underscores and dots are taken.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let is_taken = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let n = name.chars().count();
    if n == 0 || n > NAME_MAX || !name.chars().all(is_taken) {
        return Err(bad("operator", name, &format!("1…{NAME_MAX} × A-z|0-9|-|_|.")));
    }
    Ok(())
}

/// Whether two names look alike on a screen, in small letters or as they are written: a Cyrillic а is taken for an a, a capital I for
/// an l. Told by the table of confusable characters of Unicode (UTS 39).
///
/// ```
/// use loyaltui::domain::staff::name::looks_like;
///
/// assert!(looks_like("wang", "w\u{430}ng") && looks_like("li", "Ii") && looks_like("boss", "b0ss"));
/// assert!(!looks_like("wang", "wing"));
/// ```
pub fn looks_like(one: &str, other: &str) -> bool {
    // A zero is not among Unicode's, and looks like an o in many a font.
    let shape = |name: &str| skeleton(name).map(|c| if c == '0' { 'O' } else { c }).collect::<String>();
    let same = |a: &str, b: &str| shape(a).eq_ignore_ascii_case(&shape(b));
    same(one, other) || same(&one.to_lowercase(), &other.to_lowercase())
}

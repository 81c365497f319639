//! Cells of a CSV file that a spreadsheet would run as formulas.

use std::borrow::Cow;

/// The text with a `'` before it where a spreadsheet would take it for a formula: where it begins with `=`, `+`, `-`, `@`
/// (also full-width), a tab or a line's end. A text that looks guarded already gets one more, so that taking one off again
/// ([`unguarded`]) is always right.
///
/// ```
/// use loyaltui::domain::formula::safe_text;
///
/// assert_eq!((safe_text("=1+1"), safe_text("张伟")), ("'=1+1".into(), "张伟".into()));
/// ```
pub fn safe_text(text: &str) -> Cow<'_, str> {
    if begins_a_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`safe_text`] made a cell of.
pub fn unguarded(cell: &str) -> &str {
    let guarded = cell.strip_prefix('\'').filter(|text| begins_a_formula(text.trim_start_matches('\'')));
    guarded.unwrap_or(cell)
}

fn begins_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

/// The same for a cell that may hold a number: a plain negative one is no formula.
///
/// ```
/// use loyaltui::domain::formula::safe;
///
/// assert_eq!((safe("-120.50"), safe("-1+cmd")), ("-120.50".into(), "'-1+cmd".into()));
/// ```
pub fn safe(cell: &str) -> Cow<'_, str> {
    let number = cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if number { Cow::Borrowed(cell) } else { safe_text(cell) }
}

#[cfg(test)]
mod tests {
    use super::{safe, safe_text, unguarded};
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::equals("=1+1", "'=1+1")]
    #[case::plus("+8613812345678", "'+8613812345678")]
    #[case::minus("-1+cmd", "'-1+cmd")]
    #[case::negative_number("-120.50", "-120.50")]
    #[case::at("@SUM(A1)", "'@SUM(A1)")]
    #[case::full_width("＝1", "'＝1")]
    #[case::tab("\t=1", "'\t=1")]
    #[case::return_("\r=1", "'\r=1")]
    #[case::plain("张伟", "张伟")]
    #[case::empty("", "")]
    fn cells(#[case] cell: &str, #[case] written: &str) {
        assert_eq!(safe(cell), written);
    }

    #[rstest]
    #[case::equals("=1+1", "'=1+1")]
    #[case::plus("+8613812345678", "'+8613812345678")]
    #[case::minus("-2", "'-2")]
    #[case::at("@SUM(A1)", "'@SUM(A1)")]
    #[case::tab("\t=1", "'\t=1")]
    #[case::carriage_return("\r=1", "'\r=1")]
    #[case::full_width("＝1", "'＝1")]
    #[case::full_width_at("＠1", "'＠1")]
    #[case::name("张伟", "张伟")]
    #[case::inside("a=1", "a=1")]
    #[case::empty("", "")]
    fn no_text_is_a_formula(#[case] text: &str, #[case] cell: &str) {
        assert_eq!(safe_text(text), cell);
    }

    #[rstest]
    #[case::guarded_already("'=1", "''=1")]
    #[case::apostrophe("'s-Hertogenbosch", "'s-Hertogenbosch")]
    fn what_looks_guarded_can_be_told_apart(#[case] text: &str, #[case] cell: &str) {
        assert_eq!((safe_text(text).as_ref(), unguarded(cell)), (cell, text));
    }

    proptest! {
        #[test]
        fn taking_the_guard_off_is_the_identity(text in "['=+@a1\\-]{0,4}.{0,8}") {
            let cell = safe_text(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }
    }
}

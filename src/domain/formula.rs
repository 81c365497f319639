//! Cells of a CSV file that a spreadsheet would run as formulas.

use std::borrow::Cow;

/// The text with a `'` before it where a spreadsheet would take it for a formula: where it begins with `=`, `+`, `-`, `@`
/// (also full-width), a tab or a line's end.
pub fn safe_text(text: &str) -> Cow<'_, str> {
    let begins = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    if begins { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The same for a cell that may hold a number: a plain negative one is no formula.
pub fn safe(cell: &str) -> Cow<'_, str> {
    let number = cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if number { Cow::Borrowed(cell) } else { safe_text(cell) }
}

#[cfg(test)]
mod tests {
    use super::{safe, safe_text};
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
}

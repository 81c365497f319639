//! Amounts and points as a till writes them, read exactly.

use super::reject::RowReject;
use crate::domain::num::{LIMIT, Money, Points};

/// An amount in major units (`299.9`, `-40`) as minor units of a currency with so many decimals.
pub fn amount(text: &str, decimals: u32) -> Result<Money, RowReject> {
    scaled(text, decimals).map(Money)
}

/// A whole number of points.
pub fn points(text: &str) -> Result<Points, RowReject> {
    scaled(text, 0).map(Points)
}

fn scaled(text: &str, decimals: u32) -> Result<i64, RowReject> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let (whole, fraction) = match digits.iter().position(|b| *b == b'.') {
        Some(point) => (&digits[..point], &digits[point + 1..]),
        None => (digits, &digits[digits.len()..]),
    };
    if whole.iter().chain(fraction).any(|b| !b.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    let point_without_decimals = whole.len() < digits.len() && fraction.is_empty();
    if point_without_decimals || (whole.is_empty() && fraction.is_empty()) {
        return Err(RowReject::NotANumber);
    }
    let places = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    if places > decimals {
        return Err(RowReject::Decimals { max: decimals });
    }
    let mut value: i64 = 0;
    for digit in whole.iter().chain(fraction).map(|b| i64::from(b - b'0')) {
        value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).ok_or(RowReject::TooLarge)?;
    }
    let value = value.checked_mul(10_i64.pow(decimals - places)).filter(|v| *v <= LIMIT).ok_or(RowReject::TooLarge)?;
    Ok(if negative { -value } else { value })
}

/// Tells `1,299.90` and `12,5` apart from words, because the cure is another one.
fn not_a_number(text: &str) -> RowReject {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let grouping = text.chars().any(|c| matches!(c, ',' | '\'' | '’' | '_' | '，') || c.is_whitespace());
    let others = text.chars().any(|c| {
        !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+' | ',' | '\'' | '’' | '_' | '，') && !c.is_whitespace()
    });
    if digits && grouping && !others { RowReject::Separators } else { RowReject::NotANumber }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("299.90", 29_990)]
    #[case("299.9", 29_990)]
    #[case("299", 29_900)]
    #[case("-40", -4_000)]
    #[case("+1.05", 105)]
    #[case(".5", 50)]
    #[case("0.00", 0)]
    #[case("-0.00", 0)]
    #[case("007", 700)]
    #[case("10000000000", 1_000_000_000_000)]
    fn amounts_are_exact(#[case] text: &str, #[case] minor: i64) {
        assert_eq!(amount(text, 2), Ok(Money(minor)));
    }

    #[rstest]
    #[case("1,299.90", RowReject::Separators)]
    #[case("1 299.90", RowReject::Separators)]
    #[case("12,50", RowReject::Separators)]
    #[case("1'299", RowReject::Separators)]
    #[case("1.299,90", RowReject::Separators)]
    #[case("299.905", RowReject::Decimals { max: 2 })]
    #[case("299.900", RowReject::Decimals { max: 2 })]
    #[case("", RowReject::NotANumber)]
    #[case("-", RowReject::NotANumber)]
    #[case(".", RowReject::NotANumber)]
    #[case("5.", RowReject::NotANumber)]
    #[case("1.2.3", RowReject::NotANumber)]
    #[case("1e3", RowReject::NotANumber)]
    #[case("NaN", RowReject::NotANumber)]
    #[case("¥299", RowReject::NotANumber)]
    #[case("２９９", RowReject::NotANumber)]
    #[case("--5", RowReject::NotANumber)]
    #[case("10000000000.01", RowReject::TooLarge)]
    #[case("99999999999999999999999", RowReject::TooLarge)]
    fn what_is_no_amount(#[case] text: &str, #[case] why: RowReject) {
        assert_eq!(amount(text, 2), Err(why));
    }

    #[rstest]
    #[case("1200", 0, Ok(Money(1_200)))]
    #[case("1200.0", 0, Err(RowReject::Decimals { max: 0 }))]
    #[case("1.234", 3, Ok(Money(1_234)))]
    fn decimals_are_the_currencys(#[case] text: &str, #[case] decimals: u32, #[case] read: Result<Money, RowReject>) {
        assert_eq!(amount(text, decimals), read);
    }

    #[test]
    fn points_are_whole() {
        assert_eq!(points("1200"), Ok(Points(1_200)));
        assert_eq!(points("1200.5"), Err(RowReject::Decimals { max: 0 }));
    }

    proptest! {
        #[test]
        fn what_is_written_with_two_decimals_is_read_back(minor in -LIMIT..=LIMIT) {
            let (sign, size) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
            let text = format!("{sign}{}.{:02}", size / 100, size % 100);
            prop_assert_eq!(amount(&text, 2), Ok(Money(minor)));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = amount(&text, 2);
        }
    }
}

//! Exact decimals: text to an integer of a fixed number of places and back. Nothing here is a float.

/// Reads `-12`, `1.25`, `299.90` as an integer of `places` decimals (`1.25` with 4 places: 12500). `None` where it is no such
/// number, has more decimals than that (zeros at the end aside) or does not fit.
///
/// ```
/// use loyaltui::domain::program::decimal::parse;
///
/// assert_eq!((parse("299.9", 2), parse("299.901", 2), parse("1e3", 2)), (Some(29_990), None, None));
/// ```
pub fn parse(text: &str, places: u32) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !numeric(whole) || !numeric(fraction) || digits.ends_with('.') {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let missing = places.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let joined = format!("{whole}{fraction}");
    let size: i128 = joined.parse::<i128>().ok()?.checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(if negative { -size } else { size }).ok()
}

/// Writes an integer of `places` decimals: `29990` with 2 places is `299.90`.
///
/// ```
/// use loyaltui::domain::program::decimal::plain;
///
/// assert_eq!((plain(29_990, 2), plain(-5, 2), plain(3, 0)), ("299.90".into(), "-0.05".into(), "3".into()));
/// ```
pub fn plain(value: i64, places: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let places = usize::try_from(places).unwrap_or(0);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("299.90", 2, Some(29_990))]
    #[case("299.9", 2, Some(29_990))]
    #[case("299.900", 2, Some(29_990))]
    #[case("299.901", 2, None)]
    #[case("-0.05", 2, Some(-5))]
    #[case("+3", 0, Some(3))]
    #[case("1.", 2, None)]
    #[case(".5", 2, None)]
    #[case("1e3", 2, None)]
    #[case("1,000", 2, None)]
    #[case("", 2, None)]
    #[case("-", 2, None)]
    #[case("１", 2, None)]
    #[case("9223372036854775807", 0, Some(i64::MAX))]
    #[case("9223372036854775808", 0, None)]
    #[case("99999999999999999999999999999999999999999999", 0, None)]
    fn decimals_are_read_exactly(#[case] text: &str, #[case] places: u32, #[case] value: Option<i64>) {
        assert_eq!(parse(text, places), value);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value: i64, places in 0..8_u32) {
            prop_assert_eq!(parse(&plain(value, places), places), Some(value));
        }
    }
}

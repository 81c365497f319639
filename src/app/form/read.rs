//! Reads what people type for numbers and days.

use crate::domain::day::Day;
use crate::domain::num::{LIMIT, Points};
use chrono::Datelike;

/// `500`, `+500`, `-1,200`: a whole number of points. Zero, and what is beyond 10^12, is none.
pub(super) fn read_points(text: &str) -> Option<Points> {
    let compact: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '_')).collect();
    let digits = compact.strip_prefix(['+', '-', '−']).unwrap_or(&compact);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().ok().filter(|n| (1..=LIMIT).contains(n))?;
    Some(Points(if compact.starts_with(['-', '−']) { -size } else { size }))
}

/// Which way a day without a year is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Today or the nearest such day before it.
    Past,
    /// Today or the nearest such day after it.
    Future,
}

/// `2026-11-22`, `11-22` (the nearest one in the direction), `-30` or `+30` (days from today).
pub fn read_day(text: &str, today: Day, towards: Towards) -> Option<Day> {
    let text = text.trim();
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    if let Some(count) = text.strip_prefix(['+', '-']) {
        let days = count.parse::<u16>().ok()?;
        return Some(today.plus_days(if text.starts_with('-') { -i64::from(days) } else { i64::from(days) }));
    }
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse::<u32>().ok()?, day.parse::<u32>().ok()?);
    let year = today.date().year();
    // 29 February may be years away.
    let years: Vec<i32> = match towards {
        Towards::Past => (year - 8..=year).rev().collect(),
        Towards::Future => (year..=year + 8).collect(),
    };
    years.into_iter().filter_map(|y| Day::from_ymd(y, month, day)).find(|d| match towards {
        Towards::Past => *d <= today,
        Towards::Future => *d >= today,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("500", Some(500))]
    #[case("+500", Some(500))]
    #[case("-1,200", Some(-1200))]
    #[case("1，200", Some(1200))]
    #[case(" 7 ", Some(7))]
    #[case("0", None)]
    #[case("", None)]
    #[case("+", None)]
    #[case("--5", None)]
    #[case("5.5", None)]
    #[case("1000000000000", Some(1_000_000_000_000))]
    #[case("1000000000001", None)]
    #[case("99999999999999999999", None)]
    #[case("５", None)]
    fn numbers(#[case] text: &str, #[case] number: Option<i64>) {
        assert_eq!(read_points(text), number.map(Points));
    }

    #[rstest]
    #[case("2026-03-01", Towards::Past, Some("2026-03-01"))]
    #[case("11-22", Towards::Past, Some("2026-11-22"))]
    #[case("11-23", Towards::Past, Some("2025-11-23"))]
    #[case("3-1", Towards::Past, Some("2026-03-01"))]
    #[case("3-1", Towards::Future, Some("2027-03-01"))]
    #[case("02-29", Towards::Past, Some("2024-02-29"))]
    #[case("02-29", Towards::Future, Some("2028-02-29"))]
    #[case("-30", Towards::Past, Some("2026-10-23"))]
    #[case("+30", Towards::Future, Some("2026-12-22"))]
    #[case("13-01", Towards::Past, None)]
    #[case("2026-02-30", Towards::Past, None)]
    #[case("", Towards::Past, None)]
    #[case("yesterday", Towards::Past, None)]
    fn days(#[case] text: &str, #[case] towards: Towards, #[case] read: Option<&str>) {
        let today = Day::parse("2026-11-22").unwrap();
        assert_eq!(read_day(text, today, towards), read.and_then(Day::parse));
    }
}

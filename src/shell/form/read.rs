//! Reads what people type for numbers and days.

use crate::domain::day::{DAY_MS, Day, Instant, Zone};
use crate::domain::num::{LIMIT, Points};
use crate::domain::width::half_width;
use chrono::{Datelike, Months};

/// `500`, `+500`, `-1,200`: a whole number of points. Zero, and what is beyond 10^12, is none.
pub(super) fn read_points(text: &str) -> Option<Points> {
    let compact: String = half_width(text).chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    let digits = compact.strip_prefix(['+', '-', '−']).unwrap_or(&compact);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().ok().filter(|n| (1..=LIMIT).contains(n))?;
    Some(Points(if compact.starts_with(['-', '−']) { -size } else { size }))
}

/// Which way a day without a year is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateDirection {
    /// Today or the nearest such day before it.
    Past,
    /// Today or the nearest such day after it.
    Future,
}

/// `2026-11-22`, `11-22` (the nearest one in the direction), `-30` or `+30` (days from today), `1y`, `6m`, `2w` or `30d` (in the
/// direction, unless a sign says otherwise; also with 年, 月, 周, 天).
pub fn read_day(text: &str, today: Day, towards: DateDirection) -> Option<Day> {
    let narrow = half_width(text);
    let text = narrow.trim();
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    if let Some(day) = read_distance(text, today, towards) {
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
        DateDirection::Past => (year - 8..=year).rev().collect(),
        DateDirection::Future => (year..=year + 8).collect(),
    };
    years.into_iter().filter_map(|y| Day::from_ymd(y, month, day)).find(|d| match towards {
        DateDirection::Past => *d <= today,
        DateDirection::Future => *d >= today,
    })
}

/// `1y`, `+6m`, `-2w`, `30天`: so far from a day.
fn read_distance(text: &str, today: Day, towards: DateDirection) -> Option<Day> {
    let (unsigned, is_back) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => (text, towards == DateDirection::Past),
    };
    let unit = unsigned.chars().next_back()?;
    let count = i64::from(unsigned.strip_suffix(unit)?.trim().parse::<u16>().ok()?);
    let count = if is_back { -count } else { count };
    match unit {
        'd' | 'D' | '天' | '日' => Some(today.plus_days(count)),
        'w' | 'W' | '周' => Some(today.plus_days(count * 7)),
        'm' | 'M' | '月' => months_from(today, count),
        'y' | 'Y' | '年' => months_from(today, count * 12),
        _ => None,
    }
}

/// The same day of another month, its last day where it has no such day.
fn months_from(today: Day, months: i64) -> Option<Day> {
    let there = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    let date = today.date();
    let moved = if months < 0 { date.checked_sub_months(there) } else { date.checked_add_months(there) };
    moved.map(Day::from_date)
}

/// When a case shall be closed: `15:30` (the next time it is), `+4h`, a day as in [`read_day`] (its end), `12-01 15:30`. What
/// has passed is no due time.
pub(super) fn read_due(text: &str, now: Instant, zone: Zone) -> Option<Instant> {
    let narrow = half_width(text);
    let (text, today) = (narrow.trim(), zone.day_of(now));
    let at = |day: Day, ms: i64| Instant(zone.start_of(day).0 + ms);
    let hours = text.strip_prefix('+').and_then(|t| t.strip_suffix('h')).and_then(|n| n.parse::<u16>().ok());
    let due = if let Some(hours) = hours {
        Instant(now.0 + i64::from(hours) * DAY_MS / 24)
    } else if let Some(ms) = clock(text) {
        if at(today, ms) > now { at(today, ms) } else { at(today.plus_days(1), ms) }
    } else if let Some((day, time)) = text.split_once(' ') {
        at(read_day(day, today, DateDirection::Future)?, clock(time)?)
    } else {
        zone.end_of(read_day(text, today, DateDirection::Future)?)
    };
    (due > now).then_some(due)
}

/// `15:30` in milliseconds since midnight.
fn clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    let possible = (0..24).contains(&hours) && (0..60).contains(&minutes);
    possible.then_some((hours * 60 + minutes) * 60_000)
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
    #[case("５００", Some(500))]
    #[case("－５", Some(-5))]
    #[case("－５００", Some(-500))]
    #[case("＋１，２００", Some(1200))]
    fn numbers(#[case] text: &str, #[case] number: Option<i64>) {
        assert_eq!(read_points(text), number.map(Points));
    }

    /// 14:00 on 2026-11-22 in Shanghai.
    #[rstest]
    #[case("15:30", Some("2026-11-22T07:30:00Z"))]
    #[case("13:00", Some("2026-11-23T05:00:00Z"))]
    #[case("9：05", Some("2026-11-23T01:05:00Z"))]
    #[case("+4h", Some("2026-11-22T10:00:00Z"))]
    #[case("+1", Some("2026-11-23T15:59:59.999Z"))]
    #[case("11-24", Some("2026-11-24T15:59:59.999Z"))]
    #[case("11-24 09:00", Some("2026-11-24T01:00:00Z"))]
    #[case("2026-12-01 09:00", Some("2026-12-01T01:00:00Z"))]
    #[case("2026-11-21", None)]
    #[case("+0h", None)]
    #[case("24:00", None)]
    #[case("12:60", None)]
    #[case("soon", None)]
    #[case("", None)]
    fn due_times(#[case] text: &str, #[case] due: Option<&str>) {
        let read = read_due(text, Instant(1_795_327_200_000), Zone::default());
        assert_eq!(read.map(Instant::rfc3339), due.map(str::to_owned));
    }

    #[rstest]
    #[case("2026-03-01", DateDirection::Past, Some("2026-03-01"))]
    #[case("11-22", DateDirection::Past, Some("2026-11-22"))]
    #[case("11-23", DateDirection::Past, Some("2025-11-23"))]
    #[case("3-1", DateDirection::Past, Some("2026-03-01"))]
    #[case("3-1", DateDirection::Future, Some("2027-03-01"))]
    #[case("02-29", DateDirection::Past, Some("2024-02-29"))]
    #[case("02-29", DateDirection::Future, Some("2028-02-29"))]
    #[case("-30", DateDirection::Past, Some("2026-10-23"))]
    #[case("+30", DateDirection::Future, Some("2026-12-22"))]
    #[case("1y", DateDirection::Past, Some("2025-11-22"))]
    #[case("1年", DateDirection::Past, Some("2025-11-22"))]
    #[case("-9m", DateDirection::Past, Some("2026-02-22"))]
    #[case("２w", DateDirection::Past, Some("2026-11-08"))]
    #[case("30d", DateDirection::Past, Some("2026-10-23"))]
    #[case("1y", DateDirection::Future, Some("2027-11-22"))]
    #[case("-3天", DateDirection::Future, Some("2026-11-19"))]
    #[case("y", DateDirection::Past, None)]
    #[case("99999y", DateDirection::Past, None)]
    #[case("13-01", DateDirection::Past, None)]
    #[case("2026-02-30", DateDirection::Past, None)]
    #[case("", DateDirection::Past, None)]
    #[case("２０２６－０３－０１", DateDirection::Past, Some("2026-03-01"))]
    #[case("－３０", DateDirection::Past, Some("2026-10-23"))]
    #[case("yesterday", DateDirection::Past, None)]
    fn days(#[case] text: &str, #[case] towards: DateDirection, #[case] read: Option<&str>) {
        let today = Day::parse("2026-11-22").unwrap();
        assert_eq!(read_day(text, today, towards), read.and_then(Day::parse));
    }
}

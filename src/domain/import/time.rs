//! Times and days as files write them, each cell by itself: a file may mix the ways.
//!
//! Read are RFC 3339, `YYYY-MM-DD HH:MM[:SS[.fff]]` (also with `T`, also with an offset), a day, the same with slashes,
//! points or 年月日 and without leading zeros (`2023/5/1 18:06`), and the serial days of spreadsheets (`45296`, `45296.75`).
//! What does not begin with the year has two readings and needs `--date-format`. A time without an offset is the zone's; a
//! day stands for its first instant. Digits finer than a millisecond are cut.

use crate::domain::day::{DAY_MS, Day, Instant, Zone};
use crate::domain::width::half_width;
use chrono::format::{Item, Parsed, StrftimeItems};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// How a file writes times and days.
#[derive(Debug, Clone, Default)]
pub struct TimeFormat {
    /// `None`: the documented ways.
    items: Option<Vec<Item<'static>>>,
}

impl TimeFormat {
    /// A strftime format such as `%Y%m%d`; `None` where it is none.
    pub fn strftime(format: &str) -> Option<Self> {
        let items: Vec<Item<'static>> = StrftimeItems::new(format).map(Item::to_owned).collect();
        let reads_something = items.iter().any(|i| matches!(i, Item::Numeric(..) | Item::Fixed(_)));
        let bad = items.iter().any(|i| matches!(i, Item::Error));
        (reads_something && !bad).then_some(Self { items: Some(items) })
    }

    /// The instant that a text stands for in a zone.
    ///
    /// ```
    /// use loyaltui::domain::day::Zone;
    /// use loyaltui::domain::import::time::TimeFormat;
    ///
    /// let read = |text| TimeFormat::default().instant(text, Zone::default()).map(|at| at.rfc3339());
    /// assert_eq!(read("2026-11-22").as_deref(), Some("2026-11-21T16:00:00Z"), "the day's first instant in Shanghai");
    /// assert_eq!(read("2026-11-22 08:30").as_deref(), Some("2026-11-22T00:30:00Z"));
    /// assert_eq!(read("2026-11-22T08:30:00.0129+01:00").as_deref(), Some("2026-11-22T07:30:00.012Z"));
    /// ```
    pub fn instant(&self, text: &str, zone: Zone) -> Option<Instant> {
        self.read(text)?.instant(zone)
    }

    /// The day that a text stands for; of a time with an offset, the zone's day.
    pub fn day(&self, text: &str, zone: Zone) -> Option<Day> {
        self.read(text)?.day(zone)
    }

    /// The file's own way first, then those that everybody has.
    fn read(&self, text: &str) -> Option<ParsedTime> {
        let own = self.items.as_ref().and_then(|items| formatted(text, items));
        own.or_else(|| documented(text)).or_else(|| {
            let plain = half_width(text);
            year_first(&plain).or_else(|| serial(&plain))
        })
    }
}

/// The serial numbers of days that are read: 1927 to 2100. What is smaller is more likely another number.
const SERIALS: std::ops::Range<u32> = 10_000..73_416;

/// A day as spreadsheets count them, with the time as its fraction, which is read to the second.
fn serial(text: &str) -> Option<ParsedTime> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let days = (whole.len() == 5).then(|| whole.parse::<u32>().ok()).flatten().filter(|days| SERIALS.contains(days))?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(u64::from(days)))?;
    if fraction.is_empty() {
        return (whole == text).then_some(ParsedTime::Day(date));
    }
    if fraction.len() > 17 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let scale = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let parts: u128 = fraction.parse().ok()?;
    let seconds = i64::try_from((parts * 86_400 + scale / 2) / scale).ok()?;
    Some(if seconds == 0 { ParsedTime::Day(date) } else { ParsedTime::Local(date, seconds * 1_000) })
}

/// A day (and a time) that begins with the year, whatever stands between the numbers.
fn year_first(text: &str) -> Option<ParsedTime> {
    let text = text.trim();
    let (day, time) = match text.find(['日', ' ', 'T']) {
        Some(at) => {
            let sign = text[at..].chars().next()?;
            (&text[..at], text[at + sign.len_utf8()..].trim_start())
        }
        None => (text, ""),
    };
    let mut numbers = day.split(['/', '-', '.', '年', '月']);
    let (year, month, of_month) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let number = |t: &str, most: usize| -> Option<u32> {
        ((1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok())?
    };
    if numbers.next().is_some() || year.len() != 4 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(year, 4)?).ok()?, number(month, 2)?, number(of_month, 2)?)?;
    if time.is_empty() {
        return Some(ParsedTime::Day(date));
    }
    // The rest is a time as it is documented; only its hour may be short.
    let short = time.find(':') == Some(1);
    let zero = if short { "0" } else { "" };
    documented(&format!("{} {zero}{time}", date.format("%Y-%m-%d")))
}

/// What a text says, before the zone has its word.
enum ParsedTime {
    Utc(Instant),
    Local(NaiveDate, i64),
    Day(NaiveDate),
}

impl ParsedTime {
    fn instant(self, zone: Zone) -> Option<Instant> {
        match self {
            Self::Utc(at) => Some(at),
            Self::Day(date) => Some(zone.local(date.and_time(NaiveTime::MIN))),
            Self::Local(date, ms) => local(date, ms).map(|time| zone.local(time)),
        }
    }

    fn day(self, zone: Zone) -> Option<Day> {
        match self {
            Self::Utc(at) => Some(zone.day_of(at)),
            Self::Day(date) => Some(Day::from_date(date)),
            Self::Local(date, ms) => local(date, ms).map(|time| Day::from_date(time.date())),
        }
    }
}

fn local(date: NaiveDate, ms: i64) -> Option<NaiveDateTime> {
    date.and_time(NaiveTime::MIN).checked_add_signed(chrono::TimeDelta::milliseconds(ms))
}

fn formatted(text: &str, items: &[Item<'static>]) -> Option<ParsedTime> {
    let mut parsed = Parsed::new();
    chrono::format::parse(&mut parsed, text, items.iter()).ok()?;
    if parsed.offset().is_some() || parsed.timestamp().is_some() {
        if parsed.offset().is_none() {
            parsed.set_offset(0).ok()?;
        }
        return parsed.to_datetime().ok().map(|t| ParsedTime::Utc(Instant(t.timestamp_millis())));
    }
    let date = parsed.to_naive_date().ok()?;
    if parsed.hour_div_12().is_none() && parsed.hour_mod_12().is_none() {
        return Some(ParsedTime::Day(date));
    }
    if parsed.minute().is_none() {
        parsed.set_minute(0).ok()?;
    }
    let time = parsed.to_naive_time().ok()?;
    let ms = (time - NaiveTime::MIN).num_milliseconds();
    Some(ParsedTime::Local(date, ms))
}

/// A number of exactly so many digits, and what follows.
fn digits(text: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (head, rest) = text.split_at_checked(count)?;
    let value = head.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))?;
    Some((value, rest))
}

fn after(text: &[u8], byte: u8) -> Option<&[u8]> {
    text.strip_prefix(&[byte])
}

fn documented(text: &str) -> Option<ParsedTime> {
    let (year, rest) = digits(text.as_bytes(), 4)?;
    let (month, rest) = digits(after(rest, b'-')?, 2)?;
    let (day, rest) = digits(after(rest, b'-')?, 2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let time = match rest {
        [] => return Some(ParsedTime::Day(date)),
        [b'T' | b't' | b' ', time @ ..] => time,
        _ => return None,
    };
    let (hour, rest) = digits(time, 2)?;
    let (minute, rest) = digits(after(rest, b':')?, 2)?;
    let (second, rest) = match after(rest, b':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let (ms, rest) = match after(rest, b'.') {
        Some(rest) => fraction(rest)?,
        None => (0, rest),
    };
    // 23:59:60 is a leap second: the first instant of the next day, as the operating systems count it.
    if hour > 23 || minute > 59 || second > 60 || (second == 60 && minute != 59) {
        return None;
    }
    let ms = i64::from(hour * 3_600 + minute * 60 + second) * 1_000 + ms;
    match rest {
        [] => Some(ParsedTime::Local(date, ms)),
        _ => Some(ParsedTime::Utc(Instant(Day::from_date(date).0 * DAY_MS + ms - offset(rest)?))),
    }
}

/// Milliseconds of `.fff…`; finer digits are cut.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let padded = digits.iter().copied().chain([b'0'; 3]).take(3);
    let ms = padded.fold(0, |n, b| n * 10 + i64::from(b - b'0'));
    (count > 0).then_some((ms, rest))
}

/// Milliseconds of `Z`, `+08:00` or `+0800`.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, rest) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = digits(after(rest, b':').unwrap_or(rest), 2)?;
    (rest.is_empty() && hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::day("2026-03-01", "2026-02-28T16:00:00Z")]
    #[case::minutes("2026-03-01 10:30", "2026-03-01T02:30:00Z")]
    #[case::seconds("2026-03-01 10:30:05", "2026-03-01T02:30:05Z")]
    #[case::tee("2026-03-01T10:30:05", "2026-03-01T02:30:05Z")]
    #[case::utc("2026-03-01T10:30:05Z", "2026-03-01T10:30:05Z")]
    #[case::offset("2026-03-01T10:30:05-05:30", "2026-03-01T16:00:05Z")]
    #[case::short_offset("2026-03-01 10:30:05+0800", "2026-03-01T02:30:05Z")]
    #[case::milliseconds("2026-03-01T10:30:05.5Z", "2026-03-01T10:30:05.500Z")]
    #[case::finer_digits_are_cut("2026-03-01T10:30:05.1239999Z", "2026-03-01T10:30:05.123Z")]
    #[case::leap_second("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    #[case::before_1970("1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z")]
    fn documented_times(#[case] text: &str, #[case] utc: &str) {
        let read = TimeFormat::default().instant(text, Zone::default());
        assert_eq!(read.map(Instant::rfc3339).as_deref(), Some(utc));
    }

    #[rstest]
    #[case::slashes("2023/5/1", "2023-04-30T16:00:00Z")]
    #[case::slashes_and_time("2023/5/1 18:06", "2023-05-01T10:06:00Z")]
    #[case::short_hour("2023/5/1 8:06:09", "2023-05-01T00:06:09Z")]
    #[case::points("2023.05.01", "2023-04-30T16:00:00Z")]
    #[case::short_day("2026-3-01", "2026-02-28T16:00:00Z")]
    #[case::words("2023年5月1日", "2023-04-30T16:00:00Z")]
    #[case::words_and_time("2023年5月1日 18:06", "2023-05-01T10:06:00Z")]
    #[case::words_close("2023年12月31日18:06:01", "2023-12-31T10:06:01Z")]
    #[case::full_width("２０２３／５／１", "2023-04-30T16:00:00Z")]
    #[case::serial("45296", "2024-01-04T16:00:00Z")]
    #[case::serial_and_time("45296.75", "2024-01-05T10:00:00Z")]
    #[case::serial_third("45296.4166666667", "2024-01-05T02:00:00Z")]
    #[case::serial_zero("45296.0", "2024-01-04T16:00:00Z")]
    fn times_of_spreadsheets(#[case] text: &str, #[case] utc: &str) {
        let read = TimeFormat::default().instant(text, Zone::default());
        assert_eq!(read.map(Instant::rfc3339).as_deref(), Some(utc));
    }

    #[rstest]
    #[case("")]
    #[case("2026-02-30")]
    #[case("2023/2/30")]
    #[case("5/1/2023")]
    #[case("01.05.2023")]
    #[case("1 May 2023")]
    #[case("5-Jan-24")]
    #[case("23/5/1")]
    #[case("2023/5/1 25:00")]
    #[case("2023/5")]
    #[case("2023/5/1/2")]
    #[case("9999")]
    #[case("99999")]
    #[case("45296.x")]
    #[case("45296.")]
    #[case("2026-03-01 24:00")]
    #[case("2026-03-01 10")]
    #[case("2026-03-01 10:60")]
    #[case("2026-03-01T10:30:05+8")]
    #[case("2026-03-01T10:30:05 Z")]
    #[case("2026-03-01x")]
    #[case("20260301")]
    fn what_is_no_time(#[case] text: &str) {
        assert_eq!(TimeFormat::default().instant(text, Zone::default()), None);
    }

    #[rstest]
    #[case("%Y%m%d", "19970101", "1996-12-31T16:00:00Z")]
    #[case("%d.%m.%Y %H:%M", "01.03.2026 10:30", "2026-03-01T02:30:00Z")]
    #[case("%d.%m.%Y %H", "01.03.2026 10", "2026-03-01T02:00:00Z")]
    #[case("%m/%d/%Y %I:%M %p", "03/01/2026 01:30 PM", "2026-03-01T05:30:00Z")]
    #[case("%Y-%m-%dT%H:%M:%S%z", "2026-03-01T10:30:00+0000", "2026-03-01T10:30:00Z")]
    #[case("%s", "1772361000", "2026-03-01T10:30:00Z")]
    #[case::month_names("%d %b %Y", "1 May 2023", "2023-04-30T16:00:00Z")]
    #[case::two_digits("%d-%b-%y", "5-Jan-24", "2024-01-04T16:00:00Z")]
    #[case::day_first("%d/%m/%Y", "01/05/2023", "2023-04-30T16:00:00Z")]
    #[case::others_are_read_too("%d/%m/%Y", "2023-05-01 18:06", "2023-05-01T10:06:00Z")]
    fn formats_of_other_files(#[case] format: &str, #[case] text: &str, #[case] utc: &str) {
        let read = TimeFormat::strftime(format).and_then(|f| f.instant(text, Zone::default()));
        assert_eq!(read.map(Instant::rfc3339).as_deref(), Some(utc));
    }

    #[rstest]
    #[case("%Q")]
    #[case("")]
    #[case("day")]
    fn what_is_no_format(#[case] format: &str) {
        assert!(TimeFormat::strftime(format).is_none());
    }

    #[rstest]
    #[case("2026-03-01", "2026-03-01")]
    #[case("2026-03-01 23:59", "2026-03-01")]
    #[case("2026-03-01T16:30:00Z", "2026-03-02")]
    fn days(#[case] text: &str, #[case] day: &str) {
        assert_eq!(TimeFormat::default().day(text, Zone::default()), Day::parse(day));
    }

    #[test]
    fn zones_with_gaps_follow_the_zones_own_rule() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let at = |text| TimeFormat::default().instant(text, berlin).unwrap().rfc3339();
        assert_eq!(at("2026-10-25 02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(at("2026-03-29 02:30"), "2026-03-29T01:30:00Z");
    }
}

//! Business days and instants.
//!
//! An [`Instant`] is UTC in milliseconds. A [`Day`] is the business day in the programme's [`Zone`]; every rule that says
//! "day" means this one.

use chrono::{DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Counts milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// A business day: days since 1970-01-01 in the programme's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i64);

/// One day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

impl Instant {
    /// `2026-11-22T06:39:26Z`, with milliseconds only where there are some.
    pub fn rfc3339(self) -> String {
        self.utc().map_or_else(|| self.0.to_string(), |t| t.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    /// The instant as chrono knows it; `None` beyond chrono's years.
    pub fn utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }
}

impl Day {
    /// The day of a calendar date; `None` where there is no such date.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_date)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    ///
    /// assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
    /// assert_eq!((Day::parse("2026-02-30"), Day::parse("2026-1-01")), (None, None));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        if !shaped || !bytes.iter().enumerate().all(|(i, b)| i == 4 || i == 7 || b.is_ascii_digit()) {
            return None;
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::from_date)
    }

    /// The day of a chrono date.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(i64::from(date.num_days_from_ce()) - i64::from(EPOCH_FROM_CE))
    }

    /// The calendar date, clamped to chrono's range (the years ±262,000).
    pub fn date(self) -> NaiveDate {
        i32::try_from(self.0.saturating_add(i64::from(EPOCH_FROM_CE)))
            .ok()
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .unwrap_or(if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
    }

    /// `n` days later (earlier where negative).
    #[must_use]
    pub fn plus_days(self, n: i64) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// The same day `n` months on, or the last day of a shorter month.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    ///
    /// let leap = Day::parse("2028-02-29").unwrap();
    /// assert_eq!(leap.plus_months(12).to_string(), "2029-02-28");
    /// ```
    #[must_use]
    pub fn plus_months(self, n: u32) -> Self {
        self.date().checked_add_months(Months::new(n)).map_or(self, Self::from_date)
    }

    /// The last day of the month that lies `n` months on.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    ///
    /// let day = Day::parse("2026-01-31").unwrap();
    /// assert_eq!(day.end_of_month(1).to_string(), "2026-02-28");
    /// ```
    #[must_use]
    pub fn end_of_month(self, n: u32) -> Self {
        let first = self.date().with_day(1).unwrap_or_else(|| self.date());
        first
            .checked_add_months(Months::new(n + 1))
            .and_then(|next| next.checked_sub_days(Days::new(1)))
            .map_or(self, Self::from_date)
    }

    /// 31 December of the year that lies `n` years on.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    ///
    /// let earned = Day::parse("2026-03-01").unwrap();
    /// assert_eq!(earned.end_of_year(1).to_string(), "2027-12-31");
    /// ```
    #[must_use]
    pub fn end_of_year(self, n: u32) -> Self {
        let year = self.date().year() + i32::try_from(n).unwrap_or(0);
        Self::from_ymd(year, 12, 31).unwrap_or(self)
    }

    /// The first day of the day's month.
    #[must_use]
    pub fn start_of_month(self) -> Self {
        self.date().with_day(1).map_or(self, Self::from_date)
    }

    /// 1 January of the day's year.
    #[must_use]
    pub fn start_of_year(self) -> Self {
        Self::from_ymd(self.date().year(), 1, 1).unwrap_or(self)
    }
}

/// Days from 0001-01-01 to 1970-01-01, as chrono counts them.
const EPOCH_FROM_CE: i32 = 719_163;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day like 2026-11-22"))
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub chrono_tz::Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(chrono_tz::Asia::Shanghai)
    }
}

impl Zone {
    /// The zone of an IANA name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The business day of an instant.
    ///
    /// ```
    /// use loyaltui::domain::day::{Day, Instant, Zone};
    ///
    /// let shanghai = Zone::default();
    /// let midnight = shanghai.start_of(Day::parse("2026-10-01").unwrap());
    /// assert_eq!(midnight.rfc3339(), "2026-09-30T16:00:00Z");
    /// assert_eq!(shanghai.day_of(Instant(midnight.0 - 1)).to_string(), "2026-09-30");
    /// ```
    pub fn day_of(self, at: Instant) -> Day {
        match at.utc() {
            Some(utc) => Day::from_date(utc.with_timezone(&self.0).date_naive()),
            None => Day(at.0.div_euclid(DAY_MS)),
        }
    }

    /// The first instant of a business day.
    ///
    /// ```
    /// use loyaltui::domain::day::{Day, Zone};
    ///
    /// let day = Day::parse("2026-09-30").unwrap();
    /// assert_eq!(Zone::default().start_of(day).rfc3339(), "2026-09-29T16:00:00Z");
    /// ```
    pub fn start_of(self, day: Day) -> Instant {
        self.local(day.date().and_time(chrono::NaiveTime::MIN))
    }

    /// The last millisecond of a business day.
    ///
    /// ```
    /// use loyaltui::domain::day::{Day, Zone};
    ///
    /// let last = Day::parse("2026-09-30").unwrap();
    /// assert_eq!(Zone::default().end_of(last).rfc3339(), "2026-09-30T15:59:59.999Z");
    /// ```
    pub fn end_of(self, day: Day) -> Instant {
        Instant(self.start_of(day.plus_days(1)).0 - 1)
    }

    /// The instant of a local time: of a repeated hour the first, a missing one moved forward by the gap.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use loyaltui::domain::day::Zone;
    ///
    /// let berlin = Zone::named("Europe/Berlin").unwrap();
    /// let half_past_two = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap().and_hms_opt(2, 30, 0).unwrap();
    /// assert_eq!(berlin.local(half_past_two(10, 25)).rfc3339(), "2026-10-25T00:30:00Z", "twice: the first");
    /// assert_eq!(berlin.local(half_past_two(3, 29)).rfc3339(), "2026-03-29T01:30:00Z", "skipped: moved on");
    /// ```
    pub fn local(self, time: NaiveDateTime) -> Instant {
        match self.0.from_local_datetime(&time) {
            LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => Instant(t.timestamp_millis()),
            LocalResult::None => self.after_gap(time),
        }
    }

    /// A time that the clocks skipped, read with the offset that was in force before the gap.
    fn after_gap(self, time: NaiveDateTime) -> Instant {
        let before = time - chrono::TimeDelta::hours(24);
        match self.0.from_local_datetime(&before) {
            LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => Instant(t.timestamp_millis() + DAY_MS),
            LocalResult::None => Instant(time.and_utc().timestamp_millis()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[rstest]
    #[case::plain("2026-03-01", 12, "2027-03-01")]
    #[case::leap("2028-02-29", 12, "2029-02-28")]
    #[case::shorter("2026-01-31", 1, "2026-02-28")]
    fn months_end_on_the_last_day_of_a_shorter_month(#[case] from: &str, #[case] n: u32, #[case] to: &str) {
        assert_eq!(day(from).plus_months(n), day(to));
    }

    #[rstest]
    #[case("2026-02-10", 0, "2026-02-28")]
    #[case("2026-01-31", 1, "2026-02-28")]
    #[case("2026-11-30", 1, "2026-12-31")]
    fn ends_of_months(#[case] from: &str, #[case] n: u32, #[case] to: &str) {
        assert_eq!(day(from).end_of_month(n), day(to));
    }

    #[rstest]
    #[case("2026-1-01")]
    #[case("2026-02-30")]
    #[case("+026-02-03")]
    #[case("２０２６-02-03")]
    fn what_is_no_day(#[case] text: &str) {
        assert_eq!(Day::parse(text), None);
    }

    #[test]
    fn a_day_ends_at_midnight_of_the_zone() {
        let zone = Zone::default();
        let end = zone.end_of(day("2026-09-30"));
        assert_eq!(end.rfc3339(), "2026-09-30T15:59:59.999Z");
        assert_eq!(zone.day_of(end), day("2026-09-30"));
        assert_eq!(zone.day_of(Instant(end.0 + 1)), day("2026-10-01"));
    }

    #[test]
    fn a_repeated_hour_is_the_first_and_a_missing_one_moves_forward() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let at = |text: &str| zone.local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).rfc3339();
        assert_eq!(at("2026-10-25 02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(at("2026-03-29 02:30"), "2026-03-29T01:30:00Z");
    }
}

//! Money, points, days and times as people read them.

use super::{Lang, Words};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::num::{Money, Points, grouped};
use crate::domain::program::Currency;
use crate::t;
use chrono::Datelike;

impl Words {
    /// `¥3,240.00`, `-¥0.50`: the sign first, thousands grouped, all decimals.
    pub fn money(self, currency: &Currency, amount: Money) -> String {
        let plain = currency.plain(Money(amount.0.saturating_abs()));
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let sign = if amount.0 < 0 { "-" } else { "" };
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{whole}{point}{fraction}", currency.symbol)
    }

    /// `¥3,240` where nothing but zeros follows the point, else as [`Words::money`].
    pub fn money_short(self, currency: &Currency, amount: Money) -> String {
        let long = self.money(currency, amount);
        match long.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.to_owned(),
            _ => long,
        }
    }

    /// `12,480`.
    pub fn number(self, points: Points) -> String {
        grouped(points.0)
    }

    /// `+299`, `-120`, `0`.
    pub fn signed(self, points: Points) -> String {
        if points.0 > 0 { format!("+{}", grouped(points.0)) } else { grouped(points.0) }
    }

    /// `12,480 points`, `12,480 积分`.
    pub fn points(self, points: Points) -> String {
        t!(self, "number.points", n = grouped(points.0))
    }

    /// `2026-12-31` of another year than today's, else `12-31`.
    pub fn day_short(self, day: Day, today: Day) -> String {
        let date = day.date();
        if date.year() == today.date().year() { date.format("%m-%d").to_string() } else { day.to_string() }
    }

    /// `2026-11-22 14:39` in the programme's zone.
    pub fn time(self, zone: Zone, at: Instant) -> String {
        match at.utc() {
            Some(utc) => utc.with_timezone(&zone.0).format("%Y-%m-%d %H:%M").to_string(),
            None => at.rfc3339(),
        }
    }

    /// `2026-11-22 06:39 UTC`: where no programme is at hand.
    pub fn time_utc(self, at: Instant) -> String {
        at.utc().map_or_else(|| at.rfc3339(), |utc| utc.format("%Y-%m-%d %H:%M UTC").to_string())
    }

    /// `today`, `yesterday`, `in 3 days`, `5 months ago`: rounded down to days, months of 30 or years of 365 days.
    pub fn relative(self, day: Day, today: Day) -> String {
        let days = day.0 - today.0;
        let size = days.abs();
        match (days, size) {
            (0, _) => t!(self, "relative.today"),
            (1, _) => t!(self, "relative.tomorrow"),
            (-1, _) => t!(self, "relative.yesterday"),
            (1.., ..60) => t!(self, "relative.in_days", n = size),
            (1.., ..730) => t!(self, "relative.in_months", n = size / 30),
            (1.., _) => t!(self, "relative.in_years", n = size / 365),
            (_, ..60) => t!(self, "relative.days_ago", n = size),
            (_, ..730) => t!(self, "relative.months_ago", n = size / 30),
            _ => t!(self, "relative.years_ago", n = size / 365),
        }
    }

    /// Words one after another: `a, b` and `a、b`.
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        let comma = match self.lang {
            Lang::En => ", ",
            Lang::Zh => "、",
        };
        items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(comma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("CNY", 324_000, "¥3,240.00", "¥3,240")]
    #[case("CNY", -50, "-¥0.50", "-¥0.50")]
    #[case("CNY", 0, "¥0.00", "¥0")]
    #[case("JPY", -1_234_567, "-¥1,234,567", "-¥1,234,567")]
    #[case("KWD", 1_005, "KWD 1.005", "KWD 1.005")]
    fn money_has_its_sign_first(#[case] code: &str, #[case] minor: i64, #[case] long: &str, #[case] short: &str) {
        let currency = Currency::of_code(code).unwrap();
        assert_eq!(Words::default().money(&currency, Money(minor)), long);
        assert_eq!(Words::default().money_short(&currency, Money(minor)), short);
    }

    #[rstest]
    #[case(0, "today", "今天")]
    #[case(1, "tomorrow", "明天")]
    #[case(-1, "yesterday", "昨天")]
    #[case(59, "in 59 days", "59 天后")]
    #[case(-60, "2 months ago", "2 个月前")]
    #[case(-729, "24 months ago", "24 个月前")]
    #[case(-730, "2 years ago", "2 年前")]
    #[case(1_100, "in 3 years", "3 年后")]
    fn a_day_is_told_from_today(#[case] days: i64, #[case] en: &str, #[case] zh: &str) {
        let today = Day::from_ymd(2026, 11, 22).unwrap();
        assert_eq!(Words::new(Lang::En).relative(today.plus_days(days), today), en);
        assert_eq!(Words::new(Lang::Zh).relative(today.plus_days(days), today), zh);
    }

    #[test]
    fn a_day_of_this_year_is_short() {
        let today = Day::from_ymd(2026, 11, 22).unwrap();
        let words = Words::default();
        assert_eq!(words.day_short(Day::from_ymd(2026, 12, 31).unwrap(), today), "12-31");
        assert_eq!(words.day_short(Day::from_ymd(2027, 12, 31).unwrap(), today), "2027-12-31");
    }

    #[test]
    fn a_time_is_the_zone_s() {
        let at = Instant(1_795_329_566_000);
        assert_eq!(Words::default().time(Zone::default(), at), "2026-11-22 14:39");
        assert_eq!(Words::default().time_utc(at), "2026-11-22 06:39 UTC");
    }

    #[test]
    fn points_carry_their_sign_and_their_unit() {
        let words = Words::new(Lang::Zh);
        assert_eq!(words.signed(Points(12_480)), "+12,480");
        assert_eq!(words.signed(Points(-120)), "-120");
        assert_eq!(words.points(Points(12_480)), "12,480 积分");
        assert_eq!(Words::new(Lang::En).points(Points(1)), "1 point");
    }
}

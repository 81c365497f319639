//! Money, points, days and times as people read them.

use super::{Lang, Shown, Words};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::num::{Money, Points, grouped};
use crate::domain::program::Currency;
use crate::domain::rate::Rate;
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

    /// A number in at most so many columns: `12,480`, else rounded: `1.2M`, `340k`, in Chinese `1.2亿`, `34万`.
    pub fn short(self, n: i64, columns: usize) -> String {
        let exact = grouped(n);
        if exact.len() <= columns {
            return exact;
        }
        // Four digits read well without a comma.
        if (-9_999..=9_999).contains(&n) && n.to_string().len() <= columns {
            return n.to_string();
        }
        let units: &[(i128, &str)] = match self.lang {
            Lang::En => &[(1_000, "k"), (1_000_000, "M"), (1_000_000_000, "G"), (1_000_000_000_000, "T")],
            Lang::Zh => &[(10_000, "万"), (100_000_000, "亿"), (1_000_000_000_000, "兆")],
        };
        let (sign, size) = (if n < 0 { "-" } else { "" }, i128::from(n).abs());
        let mut told = exact;
        for (at, (unit, name)) in units.iter().enumerate() {
            let tenths = (size * 10 + unit / 2) / unit;
            let whole = (size + unit / 2) / unit;
            let is_last = units.get(at + 1).is_none_or(|(next, _)| size * 2 < *next);
            let fine = (tenths < 100).then(|| format!("{sign}{}.{}{name}", tenths / 10, tenths % 10));
            let coarse = (whole < 1_000 || is_last).then(|| format!("{sign}{whole}{name}"));
            for text in [fine, coarse].into_iter().flatten() {
                let fits = Shown::new(&text).width() <= columns;
                told = text;
                if fits {
                    return told;
                }
            }
            if is_last {
                break;
            }
        }
        told
    }

    /// Money in at most so many columns, in major units and without its symbol: for tables whose heading has it.
    pub fn money_in(self, currency: &Currency, amount: Money, columns: usize) -> String {
        let units = (0..currency.decimals).fold(1_i64, |units, _| units.saturating_mul(10));
        self.short((amount.0 + amount.0.signum() * (units / 2)) / units, columns)
    }

    /// A share as `12.3 %`; a dash of nobody.
    pub fn percent(self, rate: Rate) -> String {
        rate.share().map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
    }

    /// A share as `12%`, in at most four columns: `<1%` where it is not nothing.
    pub fn percent_short(self, rate: Rate) -> String {
        match rate.share() {
            None => "–".to_owned(),
            Some(share) if share > 0.0 && share < 0.005 => "<1%".to_owned(),
            Some(share) => format!("{:.0}%", share * 100.0),
        }
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
    #[case(12_480, 6, "12,480", "12,480")]
    #[case(12_480, 5, "12k", "1.2万")]
    #[case(999_499, 4, "999k", "100万")]
    #[case(1_234_567, 4, "1.2M", "123万")]
    #[case(-1_234_567, 5, "-1.2M", "-123万")]
    #[case(34_000_000_000, 4, "34G", "340亿")]
    #[case(3_970, 4, "3970", "3970")]
    #[case(12_480, 4, "12k", "1万")]
    #[case(0, 1, "0", "0")]
    fn a_number_that_is_too_wide_is_rounded(
        #[case] n: i64,
        #[case] columns: usize,
        #[case] en: &str,
        #[case] zh: &str,
    ) {
        assert_eq!(Words::new(Lang::En).short(n, columns), en);
        assert_eq!(Words::new(Lang::Zh).short(n, columns), zh);
    }

    #[rstest]
    #[case(0, 0, "–", "–")]
    #[case(0, 9, "0.0 %", "0%")]
    #[case(1, 1_000, "0.1 %", "<1%")]
    #[case(1, 8, "12.5 %", "12%")]
    #[case(7, 7, "100.0 %", "100%")]
    fn a_share_is_short_or_long(#[case] part: u64, #[case] n: u64, #[case] long: &str, #[case] short: &str) {
        let (words, rate) = (Words::default(), Rate { part, n });
        assert_eq!((words.percent(rate).as_str(), words.percent_short(rate).as_str()), (long, short));
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

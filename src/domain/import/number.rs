//! Amounts and points as tills, databases and spreadsheets write them, read exactly or not at all.
//!
//! Read are full-width digits, thousands separators, the programme's currency before or behind, a sign before or behind,
//! brackets for what is below zero, and zeros behind the decimals. What can be read in two ways is not read.

use super::reject::RowReject;
use crate::domain::num::{LIMIT, Money, Points};
use crate::domain::program::Currency;
use crate::domain::width::half_width;

/// How a file writes numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    /// What stands before the decimals.
    pub decimal: DecimalMark,
    /// It was said; what could be read in two ways is read by it.
    pub said: bool,
    /// Words and signs of the programme's currency, which may stand beside an amount.
    pub currency: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,299.90`
    #[default]
    Point,
    /// `1.299,90`
    Comma,
}

impl DecimalMark {
    /// What `--decimal` may say.
    pub fn named(text: &str) -> Option<Self> {
        match text.trim() {
            "." | "point" | "．" => Some(Self::Point),
            "," | "comma" | "，" => Some(Self::Comma),
            _ => None,
        }
    }

    pub fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// The sign that groups thousands where this one stands before the decimals.
    fn grouping(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { decimal: DecimalMark::Point, said: false, currency: Vec::new() }
    }
}

impl NumberFormat {
    /// The format of a file; `decimal` where it was said.
    pub fn of(decimal: Option<DecimalMark>, currency: &Currency) -> Self {
        let mut names = vec![currency.code.clone(), currency.symbol.trim().to_owned()];
        names.extend(others_of(&currency.code).iter().map(|name| (*name).to_owned()));
        names.retain(|name| !name.is_empty());
        // The longer first: HK$ before $.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { decimal: decimal.unwrap_or_default(), said: decimal.is_some(), currency: names }
    }

    /// An amount in major units (`299.9`, `-40`) as minor units of a currency with so many decimals.
    pub fn amount(&self, text: &str, decimals: u32) -> Result<Money, RowReject> {
        self.scaled(text, decimals).map(Money)
    }

    /// A whole number of points.
    pub fn points(&self, text: &str) -> Result<Points, RowReject> {
        self.scaled(text, 0).map(Points)
    }

    fn scaled(&self, text: &str, decimals: u32) -> Result<i64, RowReject> {
        if is_spoiled(text) {
            return Err(RowReject::Spoiled);
        }
        let plain = half_width(text);
        let (negative, unsigned) = self.without_signs(&plain)?;
        let (whole, fraction) = self.parts(unsigned, decimals)?;
        let kept = fraction.trim_end_matches('0');
        let places = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        if places > decimals {
            return Err(RowReject::Decimals { max: decimals });
        }
        let mut value: i64 = 0;
        for digit in whole.bytes().chain(kept.bytes()).map(|b| i64::from(b - b'0')) {
            value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).ok_or(RowReject::TooLarge)?;
        }
        let factor = 10_i64.checked_pow(decimals - places).ok_or(RowReject::TooLarge)?;
        let value = value.checked_mul(factor).filter(|v| *v <= LIMIT).ok_or(RowReject::TooLarge)?;
        Ok(if negative { -value } else { value })
    }

    /// Takes off sign, brackets and currency, each at most once and in any order.
    fn without_signs<'t>(&self, text: &'t str) -> Result<(bool, &'t str), RowReject> {
        let (mut rest, mut sign, mut currency) = (text.trim(), None, false);
        loop {
            let before = rest;
            if sign.is_none() {
                if let Some(inside) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
                    (sign, rest) = (Some(true), inside.trim());
                } else if let Some(r) = rest.strip_prefix('-').or_else(|| rest.strip_suffix('-')) {
                    (sign, rest) = (Some(true), r.trim());
                } else if let Some(r) = rest.strip_prefix('+') {
                    (sign, rest) = (Some(false), r.trim());
                }
            }
            if !currency && let Some(r) = self.without_currency(rest) {
                (currency, rest) = (true, r.trim());
            }
            if rest == before {
                break;
            }
        }
        if rest.chars().any(is_currency_sign) {
            return Err(RowReject::OtherCurrency);
        }
        Ok((sign == Some(true), rest))
    }

    fn without_currency<'t>(&self, text: &'t str) -> Option<&'t str> {
        let name = self.currency.iter().find(|name| starts_with(text, name) || ends_with(text, name))?;
        Some(if starts_with(text, name) { &text[name.len()..] } else { &text[..text.len() - name.len()] })
    }

    /// The digits before and behind the decimal mark, without separators.
    fn parts(&self, text: &str, decimals: u32) -> Result<(String, String), RowReject> {
        let mark = self.decimal.sign();
        let (whole, fraction) = match text.split_once(mark) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if fraction.is_some_and(|f| !digits(f)) || (whole.is_empty() && fraction.is_none()) {
            return Err(not_a_number(text));
        }
        let plain = if digits(whole) || whole.is_empty() { Some(whole.to_owned()) } else { self.ungrouped(whole) };
        let Some(plain) = plain else { return Err(not_a_number(text)) };
        // 1.000 may be one or a thousand: three digits behind the mark, and no more than three before it.
        let two_ways = decimals < 3
            && fraction.is_some_and(|f| f.len() == 3 && f.ends_with('0'))
            && digits(whole)
            && whole.len() <= 3
            && !whole.starts_with('0');
        if two_ways && !self.said {
            return Err(RowReject::Separators);
        }
        Ok((plain, fraction.unwrap_or_default().to_owned()))
    }

    /// The digits of `1,299` or `1 299 000`, where each group but the first has three; `None` where they are not grouped so.
    fn ungrouped(&self, whole: &str) -> Option<String> {
        let separator = whole.chars().find(|c| !c.is_ascii_digit())?;
        if separator != self.decimal.grouping() && separator != '\'' && separator != ' ' {
            return None;
        }
        let groups: Vec<&str> = whole.split(separator).collect();
        let good = |(place, group): (usize, &&str)| {
            let size = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
            size && group.bytes().all(|b| b.is_ascii_digit())
        };
        groups.iter().enumerate().all(good).then(|| groups.concat())
    }
}

/// Other ways in which a currency is written beside an amount.
fn others_of(code: &str) -> &'static [&'static str] {
    match code {
        "CNY" => &["¥", "￥", "RMB", "元", "圆", "人民币"],
        "JPY" => &["¥", "￥", "円", "日元"],
        "HKD" => &["HK$", "$", "港元", "元"],
        "TWD" => &["NT$", "$", "元", "新台幣"],
        "USD" => &["US$", "$", "美元"],
        "EUR" => &["€", "欧元"],
        "GBP" => &["£", "英镑"],
        "AUD" | "CAD" | "SGD" | "NZD" => &["$"],
        _ => &[],
    }
}

fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
}

fn ends_with(text: &str, name: &str) -> bool {
    text.len().checked_sub(name.len()).and_then(|at| text.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(name))
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '₠'..='⃀' | '￠' | '￡' | '￥' | '￦' | '元' | '円')
}

/// Whether a spreadsheet has put something else in place of a number: `1.38E+10`, `#####`, `#N/A`.
pub fn is_spoiled(text: &str) -> bool {
    let text = text.trim();
    let hashes = text.len() > 1 && text.bytes().all(|b| b == b'#');
    let error = text.starts_with('#')
        && ["#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"]
            .iter()
            .any(|e| e.eq_ignore_ascii_case(text));
    hashes || error || is_shortened(text)
}

/// A number in powers of ten: a digit, perhaps decimals, and an exponent.
fn is_shortened(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let mantissa = match digits.split_once(['.', ',']) {
        Some((whole, decimals)) => all_digits(whole) && all_digits(decimals),
        None => all_digits(digits),
    };
    mantissa && exponent.strip_prefix(['+', '-']).is_some_and(all_digits)
}

/// Tells `12,5` and `1.299,90` apart from words, because the cure is another one.
fn not_a_number(text: &str) -> RowReject {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let separator = |c: char| matches!(c, ',' | '\'' | '_' | '.') || c.is_whitespace();
    let grouping = text.chars().any(|c| matches!(c, ',' | '\'' | '_') || c.is_whitespace());
    let others = text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '-' | '+') && !separator(c));
    if digits && grouping && !others { RowReject::Separators } else { RowReject::NotANumber }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn yuan(decimal: Option<DecimalMark>) -> NumberFormat {
        NumberFormat::of(decimal, &Currency { code: "CNY".to_owned(), symbol: "¥".to_owned(), decimals: 2 })
    }

    fn amount(text: &str, decimals: u32) -> Result<Money, RowReject> {
        yuan(None).amount(text, decimals)
    }

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
    #[case::grouped("1,299.90", 129_990)]
    #[case::grouped_twice("1,234,567.8", 123_456_780)]
    #[case::grouped_whole("1,299", 129_900)]
    #[case::blanks("1 299.90", 129_990)]
    #[case::narrow_blank("1\u{202f}299.90", 129_990)]
    #[case::apostrophe("1'299", 129_900)]
    #[case::symbol("¥299.90", 29_990)]
    #[case::wide_symbol("￥299.90", 29_990)]
    #[case::symbol_and_blank("¥ 1,299.90", 129_990)]
    #[case::word("299.90元", 29_990)]
    #[case::code("CNY 299.90", 29_990)]
    #[case::code_behind("299.90 rmb", 29_990)]
    #[case::brackets("(120.00)", -12_000)]
    #[case::brackets_and_symbol("(¥120.00)", -12_000)]
    #[case::wide_brackets("（120.00）", -12_000)]
    #[case::minus_behind("120.00-", -12_000)]
    #[case::minus_and_symbol("-¥120", -12_000)]
    #[case::symbol_and_minus("¥-120", -12_000)]
    #[case::real_minus("\u{2212}120", -12_000)]
    #[case::zeros_behind("299.9000", 29_990)]
    #[case::full_width("２９９．９０", 29_990)]
    #[case::full_width_grouped("１，２９９．９０", 129_990)]
    #[case::no_thousand("0.500", 50)]
    #[case::four_before("1299.900", 129_990)]
    fn amounts_are_exact(#[case] text: &str, #[case] minor: i64) {
        assert_eq!(amount(text, 2), Ok(Money(minor)));
    }

    #[rstest]
    #[case("299,90", 29_990)]
    #[case("1.299,90", 129_990)]
    #[case("1 299,90", 129_990)]
    #[case("1.299", 129_900)]
    #[case("299,9000", 29_990)]
    #[case("€", 0)]
    #[case("-1.299,90", -129_990)]
    fn with_a_decimal_comma(#[case] text: &str, #[case] minor: i64) {
        let read = yuan(Some(DecimalMark::Comma)).amount(text, 2);
        assert_eq!(read, if text == "€" { Err(RowReject::OtherCurrency) } else { Ok(Money(minor)) });
    }

    #[rstest]
    #[case("299.90")]
    #[case("1,299.90")]
    fn a_point_is_not_read_as_a_comma(#[case] text: &str) {
        assert!(yuan(Some(DecimalMark::Comma)).amount(text, 2).is_err());
    }

    #[rstest]
    #[case("12,50", RowReject::Separators)]
    #[case("299,90", RowReject::Separators)]
    #[case("1.299,90", RowReject::Separators)]
    #[case("1,2990.50", RowReject::Separators)]
    #[case::two_ways("1.000", RowReject::Separators)]
    #[case::two_ways_with_decimals("299.900", RowReject::Separators)]
    #[case("299.905", RowReject::Decimals { max: 2 })]
    #[case("", RowReject::NotANumber)]
    #[case("-", RowReject::NotANumber)]
    #[case(".", RowReject::NotANumber)]
    #[case("5.", RowReject::NotANumber)]
    #[case("1.2.3", RowReject::NotANumber)]
    #[case("1e3", RowReject::NotANumber)]
    #[case("1.3E+3", RowReject::Spoiled)]
    #[case("2,5E+05", RowReject::Spoiled)]
    #[case("#####", RowReject::Spoiled)]
    #[case("#N/A", RowReject::Spoiled)]
    #[case("NaN", RowReject::NotANumber)]
    #[case("$299", RowReject::OtherCurrency)]
    #[case("299 €", RowReject::OtherCurrency)]
    #[case("--5", RowReject::NotANumber)]
    #[case("(-5)", RowReject::NotANumber)]
    #[case("10000000000.01", RowReject::TooLarge)]
    #[case("99999999999999999999999", RowReject::TooLarge)]
    fn what_is_no_amount(#[case] text: &str, #[case] why: RowReject) {
        assert_eq!(amount(text, 2), Err(why));
    }

    #[rstest]
    #[case("1200", 0, Ok(Money(1_200)))]
    #[case("1200.0", 0, Ok(Money(1_200)))]
    #[case("1200.5", 0, Err(RowReject::Decimals { max: 0 }))]
    #[case("1.234", 3, Ok(Money(1_234)))]
    fn decimals_are_the_currencys(#[case] text: &str, #[case] decimals: u32, #[case] read: Result<Money, RowReject>) {
        assert_eq!(amount(text, decimals), read);
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_read_as_said() {
        assert_eq!(yuan(Some(DecimalMark::Point)).amount("1.000", 2), Ok(Money(100)));
        assert_eq!(yuan(Some(DecimalMark::Comma)).amount("1.000", 2), Ok(Money(100_000)));
    }

    #[test]
    fn points_are_whole() {
        let points = |text| yuan(None).points(text);
        assert_eq!(points("1200"), Ok(Points(1_200)));
        assert_eq!(points("1,200"), Ok(Points(1_200)));
        assert_eq!(points("１２００"), Ok(Points(1_200)));
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
        fn what_is_grouped_is_read_back_with_either_mark(minor in 0..=LIMIT) {
            let whole = crate::domain::num::grouped(minor / 100);
            let text = format!("{whole}.{:02}", minor % 100);
            prop_assert_eq!(amount(&text, 2), Ok(Money(minor)));
            let swapped: String = text.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
            prop_assert_eq!(yuan(Some(DecimalMark::Comma)).amount(&swapped, 2), Ok(Money(minor)));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = amount(&text, 2);
            let _ = yuan(Some(DecimalMark::Comma)).amount(&text, 2);
        }
    }
}

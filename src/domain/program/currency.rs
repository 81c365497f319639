//! Currencies that a programme may be in.

use super::decimal;
use crate::domain::num::Money;

/// The currency of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: String,
    /// Written before an amount: `¥`.
    pub symbol: String,
    /// Decimals of the major unit (2 for CNY, 0 for JPY).
    pub decimals: u32,
}

/// Code, symbol, decimals (ISO 4217). A dollar that is not the best known one names its country.
const KNOWN: [(&str, &str, u32); 33] = [
    ("AED", "AED ", 2),
    ("AUD", "A$", 2),
    ("BRL", "R$", 2),
    ("CAD", "C$", 2),
    ("CHF", "CHF ", 2),
    ("CNY", "¥", 2),
    ("CZK", "CZK ", 2),
    ("DKK", "DKK ", 2),
    ("EUR", "€", 2),
    ("GBP", "£", 2),
    ("HKD", "HK$", 2),
    ("HUF", "HUF ", 2),
    ("IDR", "Rp", 2),
    ("ILS", "₪", 2),
    ("INR", "₹", 2),
    ("JPY", "¥", 0),
    ("KRW", "₩", 0),
    ("KWD", "KWD ", 3),
    ("MOP", "MOP$", 2),
    ("MXN", "MX$", 2),
    ("MYR", "RM", 2),
    ("NOK", "NOK ", 2),
    ("NZD", "NZ$", 2),
    ("PHP", "₱", 2),
    ("PLN", "PLN ", 2),
    ("SEK", "SEK ", 2),
    ("SGD", "S$", 2),
    ("THB", "฿", 2),
    ("TRY", "₺", 2),
    ("TWD", "NT$", 2),
    ("USD", "$", 2),
    ("VND", "₫", 0),
    ("ZAR", "R", 2),
];

impl Currency {
    /// The currency of an ISO 4217 code.
    pub fn of_code(code: &str) -> Option<Self> {
        KNOWN.iter().find(|(known, ..)| *known == code).map(|&(code, symbol, decimals)| Self {
            code: code.to_owned(),
            symbol: symbol.to_owned(),
            decimals,
        })
    }

    /// The codes known here, in order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(code, ..)| *code)
    }

    /// Reads an amount in major units (`299.90`, `-12`); `None` where it is no number, has more decimals than the currency
    /// or exceeds 10^12 minor units.
    ///
    /// ```
    /// use loyaltui::domain::num::Money;
    /// use loyaltui::domain::program::Currency;
    ///
    /// let [yuan, yen] = ["CNY", "JPY"].map(|code| Currency::of_code(code).unwrap());
    /// assert_eq!((yuan.amount("299.9"), yen.amount("299")), (Some(Money(29_990)), Some(Money(299))));
    /// assert_eq!((yuan.amount("0.001"), yen.amount("0.5")), (None, None));
    /// ```
    pub fn amount(&self, text: &str) -> Option<Money> {
        Money::checked(i128::from(decimal::parse(text, self.decimals)?)).ok()
    }

    /// Writes an amount in major units without symbol and groups: `299.90`. [`Currency::amount`] reads it again.
    pub fn plain(&self, amount: Money) -> String {
        decimal::plain(amount.0, self.decimals)
    }
}

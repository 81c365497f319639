//! Sentences for what the models say of a member.

use super::Words;
use crate::domain::num::grouped;
use crate::domain::value::ValueForecast;
use crate::t;

impl Words {
    /// What the models expect of a member; `value`: the money over so many months, as it shall be shown.
    pub fn expectation(self, worth: &ValueForecast, value: &str, months: u32) -> String {
        let [a, b, c] = worth.expected_e2.map(hundredths);
        let alive = format!("{}.{} %", worth.alive_e3 / 10, worth.alive_e3 % 10);
        t!(self, "cli.clv.known", value = value, months = months, alive = alive, a = a, b = b, c = c)
    }

    /// What that rests on, and how far off the models were where they could be tested.
    pub fn fitted_on(self, worth: &ValueForecast) -> String {
        let n = grouped(i64::try_from(worth.n).unwrap_or(i64::MAX));
        let fit = t!(self, "cli.clv.known_fit", day = worth.fitted_on, n = n);
        match worth.errors_e2.map(|errors| errors.map(hundredths)) {
            Some([a, b, c]) => t!(self, "cli.clv.known_test", fit = fit, model = a, zero = b, past = c),
            None => fit,
        }
    }
}

/// A number of hundredths with two decimals.
pub fn hundredths(n: u32) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

//! PINs: what is one, and that none is ever shown.

use crate::domain::plan::outcome::Refusal;
use crate::domain::width::half_width;
use std::fmt;

/// The most digits: more are no PIN any more but a mistake.
const LONGEST: usize = 64;

/// What an operator types to log in. Never shown, kept or sent anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// What was typed, without blanks around it and with digits of full width as plain ones.
    pub fn typed(text: &str) -> Self {
        Self(half_width(text.trim()))
    }

    /// What is hashed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Refuses what is guessed first: too few digits, one digit or two or three of them again and again, digits in a row.
    pub fn check_strength(&self, min: usize) -> Result<(), Refusal> {
        let digits = self.0.as_bytes();
        let is_pin = (min..=LONGEST).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let repeats = |period: usize| digits.iter().zip(digits.iter().skip(period)).all(|(a, b)| a == b);
        let runs = |step: u8| digits.windows(2).all(|two| (two[0] - b'0' + step) % 10 == two[1] - b'0');
        if !is_pin || (1..=3).any(repeats) || runs(1) || runs(9) {
            return Err(Refusal::WeakPin { min });
        }
        Ok(())
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::six_digits("270418", true)]
    #[case::more("2704185591", true)]
    #[case::full_width("２７０４１８", true)]
    #[case::too_few("27041", false)]
    #[case::letters("27o418", false)]
    #[case::nothing("", false)]
    #[case::one_digit("111111", false)]
    #[case::two_digits("121212", false)]
    #[case::three_digits("123123", false)]
    #[case::upwards("345678", false)]
    #[case::upwards_over_nine("789012", false)]
    #[case::downwards("987654", false)]
    #[case::other_script("٢٧٠٤١٨", false)]
    fn a_pin_that_is_guessed_first_is_refused(#[case] typed: &str, #[case] is_taken: bool) {
        let checked = Pin::typed(typed).check_strength(6);
        assert_eq!(checked, if is_taken { Ok(()) } else { Err(Refusal::WeakPin { min: 6 }) });
    }

    #[test]
    fn a_pin_is_never_shown() {
        assert_eq!(format!("{:?}", Some(Pin::typed("270418"))), "Some(Pin(…))");
    }
}

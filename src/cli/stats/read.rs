//! Numbers of experiments as they are typed.

use crate::cli::args::{BadText, unprotected};
use crate::desk::experiments::ExactSums;
use crate::domain::experiment::{Anova, Span, Welch};
use crate::domain::program::decimal;
use crate::domain::rate::Rate;

/// Decimals of a list are counted in units of its last place, so that sums are exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Each number and its decimal places.
    texts: Vec<String>,
    places: u32,
}

/// Sums of whole numbers, and how many of them make 1.
#[derive(Debug, Clone, Copy)]
pub struct Scaled {
    pub sums: ExactSums,
    pub unit: f64,
}

/// Places at most.
const PLACES: u32 = 9;

impl Numbers {
    /// The numbers in whole units, with as many places as both lists need.
    pub fn of_places(&self, other: &Self) -> Scaled {
        self.scaled(self.places.max(other.places))
    }

    /// Every group in the same whole units.
    pub fn alike(groups: &[Self]) -> (Vec<ExactSums>, f64) {
        let places = groups.iter().map(|group| group.places).max().unwrap_or(0);
        (groups.iter().map(|group| group.scaled(places).sums).collect(), unit(places))
    }

    /// The numbers as they are.
    pub fn floats(&self) -> Vec<f64> {
        self.texts.iter().filter_map(|text| text.parse().ok()).collect()
    }

    fn scaled(&self, places: u32) -> Scaled {
        let sums = self.texts.iter().filter_map(|text| decimal::parse(text, places)).collect();
        Scaled { sums, unit: unit(places) }
    }
}

fn unit(places: u32) -> f64 {
    (0..places).fold(1.0, |unit, _| unit * 10.0)
}

/// Reads decimals separated by commas, each of at most 10^15 in units of the list's last place.
pub fn numbers(text: &str) -> Result<Numbers, BadText> {
    let texts: Vec<String> = unprotected(text).split(',').map(|word| word.trim().to_owned()).collect();
    let places = |word: &String| word.split_once('.').map_or(0, |(_, rest)| rest.len());
    let places = texts.iter().map(places).max().and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= PLACES);
    let places = places.ok_or(BadText::Numbers)?;
    let fits = |word: &String| decimal::parse(word, places).is_some_and(|n| n.unsigned_abs() <= 1_000_000_000_000_000);
    if texts.iter().all(fits) { Ok(Numbers { texts, places }) } else { Err(BadText::Numbers) }
}

/// Reads `PART/N`, the part not above n.
pub fn rate(text: &str) -> Result<Rate, BadText> {
    let (part, n) = text.split_once('/').ok_or(BadText::Share)?;
    let rate = Rate { part: part.parse().map_err(|_| BadText::Share)?, n: n.parse().map_err(|_| BadText::Share)? };
    if rate.part <= rate.n && rate.n > 0 { Ok(rate) } else { Err(BadText::Share) }
}

/// Reads a share between 0 and 1, neither included.
pub fn fraction(text: &str) -> Result<f64, BadText> {
    number(text).ok().filter(|share| *share > 0.0 && *share < 1.0).ok_or(BadText::Fraction)
}

/// Reads a plain decimal.
pub fn number(text: &str) -> Result<f64, BadText> {
    text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(BadText::Numbers)
}

/// The test of means in the numbers' own units.
pub fn in_units(found: Welch, unit: f64) -> Welch {
    let Span { low, high } = found.interval;
    Welch {
        means: found.means.map(|mean| mean / unit),
        difference: found.difference / unit,
        interval: Span { low: low / unit, high: high / unit },
        ..found
    }
}

/// The analysis in the squares of the numbers' own units.
pub fn squares_in_units(found: Anova, unit: f64) -> Anova {
    let square = |(squares, freedom): (f64, f64)| (squares / unit / unit, freedom);
    Anova { between: square(found.between), within: square(found.within), ..found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("200/2000", Ok(Rate { part: 200, n: 2_000 }))]
    #[case("3/2", Err(BadText::Share))]
    #[case("0/0", Err(BadText::Share))]
    #[case("a/b", Err(BadText::Share))]
    #[case("200", Err(BadText::Share))]
    fn shares(#[case] text: &str, #[case] read: Result<Rate, BadText>) {
        assert_eq!(rate(text), read);
    }

    #[test]
    fn lists_are_counted_in_the_finest_place() {
        let (first, second) = (numbers("0.7, -1.6").unwrap(), numbers("2,0.25").unwrap());
        assert_eq!((first.of_places(&second).sums.sum, second.of_places(&first).sums.sum), (-90, 225));
        assert_eq!(numbers("1,x"), Err(BadText::Numbers));
        assert_eq!(numbers("1e3"), Err(BadText::Numbers));
        assert_eq!(numbers(""), Err(BadText::Numbers));
    }
}

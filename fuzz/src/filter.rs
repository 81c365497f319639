//! A filter as typed.

use loyaltui::domain::day::Day;
use loyaltui::domain::query::{KnownPlaces, Predicate, Vocabulary, complete, parse};

/// A mistake points into the text, and completions can be gone on with.
pub fn filter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data.get(crate::PIECES..).unwrap_or_default()) else { return };
    let tiers = ["base", "silver", "gold", "platinum"].map(str::to_owned).to_vec();
    let places = KnownPlaces { stores: vec!["Xujiahui".to_owned()], channels: vec!["app".to_owned()] };
    let vocabulary = Vocabulary { places, tiers, decimals: 2, today: Day::from_ymd(2026, 11, 22).expect("a day") };
    match parse(text, &vocabulary) {
        Ok(filter) => {
            assert_eq!(parse(text, &vocabulary).as_ref(), Ok(&filter));
            for condition in &filter.conditions {
                holds(&condition.test);
            }
            // Blanks around it mean nothing.
            assert_eq!(parse(&format!("  {text} "), &vocabulary), Ok(filter));
        }
        Err(error) => {
            let columns = 1..=text.chars().count() + 1;
            assert!(columns.contains(&error.column), "column {} of {columns:?}", error.column);
        }
    }
    for cursor in 0..=text.len() {
        for term in complete(text, cursor, &vocabulary) {
            let before = text.get(..cursor).expect("only a place between characters completes");
            let begun = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            assert!(term.starts_with(begun) && term.len() > begun.len(), "{begun} is not completed by {term}");
        }
    }
}

/// A range that is not empty holds both its ends.
fn holds(test: &Predicate) {
    if let Predicate::Number(_, range) | Predicate::Day(_, range) | Predicate::Ago(_, range) = test {
        assert!(
            range.from.is_none_or(|from| range.holds(from)) && range.to.is_none_or(|to| range.holds(to)),
            "{range:?}"
        );
    }
}

//! A `program.toml`.

use loyaltui::domain::day::Day;
use loyaltui::domain::num::Money;
use loyaltui::domain::program::Program;

/// Mistakes name lines of the text, and rules that are taken can be worked with.
pub fn program(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data.get(crate::PIECES..).unwrap_or_default()) else { return };
    match Program::parse(text) {
        Ok(program) => works(&program),
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a reason");
            let lines = 1..=text.split('\n').count();
            for error in errors {
                assert!(lines.contains(&error.line), "{error} of {lines:?}");
            }
        }
    }
}

fn works(program: &Program) {
    assert_eq!(program.fixed_change(program), None, "it does not follow itself");
    assert!(!program.tiers.is_empty(), "there is always a base tier");
    for tier in &program.tiers {
        let rating = program.rating(&tier.code);
        let points = [0, 1, 29_990, 1_000_000_000_000].map(|basis| program.points_for(Money(basis), rating));
        assert!(points.iter().flatten().is_sorted(), "more money, fewer points");
    }
    for day in [(1900, 1, 31), (2024, 2, 29), (2026, 11, 22), (2199, 12, 31)] {
        let day = Day::from_ymd(day.0, day.1, day.2).expect("a day");
        if let Some(last) = program.points.expiry.last_day(day) {
            assert!(last >= day, "expired on arrival");
        }
        assert!(program.tier.window.first_day(day) <= day);
        if let Some(from) = program.rfm.window_from(day) {
            assert!(from <= day);
        }
    }
}

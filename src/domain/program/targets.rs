//! The targets of `program.toml`: what is planned of figures, month by month.

use super::problem::ProgramProblem;
use super::read::{ProgramReader, TomlNode, TomlSection};
use crate::domain::day::Day;
use crate::domain::figure::{FigureCode, FigureUnit, Target};

/// Decimals of a share and of money, and the largest target.
const PLACES: u32 = 4;
const MOST: i64 = 1_000_000_000_000;
/// What a target is times.
const SCALE: i64 = 10_i64.pow(PLACES);

/// Empty unless the file has some.
pub(super) fn targets<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> Vec<Target> {
    let Some(list) = root.own(r, "targets") else { return Vec::new() };
    let mut read: Vec<(Target, usize)> = Vec::new();
    for item in r.list(&list) {
        let Some(section) = r.table(&item, &["metric", "month", "value"]) else { continue };
        let Some(target) = target(r, &section) else { continue };
        let known = read.iter().find(|(other, _)| (other.code, other.month) == (target.code, target.month));
        if let Some((_, first_line)) = known {
            let (value, first_line) = (format!("{} {}", target.code.word(), month_text(target.month)), *first_line);
            r.error(section.line, section.path, ProgramProblem::Duplicate { value, first_line });
            continue;
        }
        read.push((target, section.line));
    }
    read.into_iter().map(|(target, _)| target).collect()
}

/// All of its values are read, so that every mistake is told.
fn target<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>) -> Option<Target> {
    let codes: Vec<(&str, FigureCode)> =
        FigureCode::ALL.into_iter().filter(|code| code.is_monthly()).map(|code| (code.word(), code)).collect();
    let code = section.require(r, "metric").and_then(|p| r.choice(&p, &codes));
    let month = section.require(r, "month").and_then(|p| month(r, &p));
    let value = section.require(r, "value");
    let value_e4 = value.and_then(|p| match code.map(FigureCode::unit) {
        Some(FigureUnit::Share) => r.decimal(&p, PLACES, &(0..=SCALE)),
        Some(FigureUnit::Money | FigureUnit::Hours) | None => r.decimal(&p, PLACES, &(0..=MOST * SCALE)),
        // There are no parts of a member or a point, and a score has one unit: from -100 to 100.
        Some(FigureUnit::Count | FigureUnit::Points) => r.decimal(&p, 0, &(0..=MOST)).map(|n| n * SCALE),
        Some(FigureUnit::Score) => r.decimal(&p, 0, &(-100..=100)).map(|n| n * SCALE),
    });
    Some(Target { code: code?, month: month?, value_e4: value_e4? })
}

/// `2026-11`.
fn month<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<Day> {
    let text = r.text(place)?;
    let first = Day::parse(&format!("{text}-01")).filter(|first| text.len() == 7 && *first >= Day(0));
    first.or_else(|| r.fail(place, ProgramProblem::BadMonth { value: text.to_owned() }))
}

fn month_text(first: Day) -> String {
    first.to_string().get(..7).unwrap_or_default().to_owned()
}

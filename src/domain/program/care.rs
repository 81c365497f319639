//! What `program.toml` says of contacts and of care.

use super::CareRules;
use super::problem::ProgramProblem;
use super::read::{ProgramReader, TomlNode, TomlSection, count};
use crate::domain::contact::{CareReason, ContactRules, QuietHours, read_hour};
use crate::domain::num::LIMIT;

/// Most days from one contact to the next: a year.
const CAP_DAYS_MAX: i64 = 366;
/// Decimals of a share.
const SHARE_PLACES: u32 = 4;

pub(super) fn contact<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> ContactRules {
    let section = r.section(root, "contact", &["cap", "cap_care", "quiet"]);
    let (cap, cap_days) = section.get(r, "cap").and_then(|p| cap(r, &p)).unwrap_or((1, 1));
    let cap_care = i64::from(count(r, &section, "cap_care", 1, CAP_DAYS_MAX));
    let quiet = section.get(r, "quiet").and_then(|p| quiet(r, &p));
    ContactRules { cap, cap_days, cap_care, quiet: quiet.unwrap_or(QuietHours { from: 0, to: 0 }) }
}

/// `1 in 7 days`.
fn cap<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<(u32, i64)> {
    let text = r.text(place)?;
    let read = text.split_once(" in ").and_then(|(n, days)| {
        let days = days.strip_suffix(" days").or_else(|| days.strip_suffix(" day"))?;
        let (n, days) = (n.trim().parse::<u32>().ok()?, days.trim().parse::<i64>().ok()?);
        ((1..=1_000).contains(&n) && (1..=CAP_DAYS_MAX).contains(&days)).then_some((n, days))
    });
    read.or_else(|| r.fail(place, ProgramProblem::BadCap { value: text.to_owned() }))
}

/// `21:00-09:00`, or nothing for no quiet hours.
fn quiet<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<QuietHours> {
    let text = r.text(place)?;
    if text.is_empty() {
        return None;
    }
    let read = text.split_once('-').and_then(|(from, to)| {
        Some(QuietHours { from: read_hour(from)?, to: read_hour(to)? }).filter(|hours| hours.from != hours.to)
    });
    read.or_else(|| r.fail(place, ProgramProblem::BadHours { value: text.to_owned() }))
}

pub(super) fn care<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> CareRules {
    let section = r.section(root, "care", &["order", "min_points", "holdout"]);
    let order = section.get(r, "order").map(|p| order(r, &p)).unwrap_or_default();
    let min_points = section.get(r, "min_points").and_then(|p| r.integer(&p, &(1..=LIMIT))).unwrap_or(1);
    let holdout = section.get(r, "holdout").and_then(|p| r.decimal(&p, SHARE_PLACES, &(0..=10_i64.pow(SHARE_PLACES))));
    CareRules { order, min_points, holdout_e4: holdout.unwrap_or_default() }
}

/// Each reason at most once.
fn order<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Vec<CareReason> {
    let reasons = CareReason::ALL.map(|reason| (reason.word(), reason));
    let mut order: Vec<(CareReason, usize)> = Vec::new();
    for item in r.list(place) {
        let Some(reason) = r.choice(&item, &reasons) else { continue };
        match order.iter().find(|(other, _)| *other == reason) {
            Some(&(_, first_line)) => {
                let problem = ProgramProblem::Duplicate { value: reason.word().to_owned(), first_line };
                r.error(item.line, item.path, problem);
            }
            None => order.push((reason, item.line)),
        }
    }
    order.into_iter().map(|(reason, _)| reason).collect()
}

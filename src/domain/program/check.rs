//! What must hold between the values of a programme, and between a version and the one before it.

use super::problem::ProgramProblem;
use super::read::{ProgramReader, TomlSection};
use super::{LifecycleRules, Program, Threshold, Tier, decimal};

/// Tiers: codes differ, the base asks for nothing, each higher one for more than every lower one, and no keep-threshold for
/// more than its entry.
pub(super) fn tiers<'t>(r: &mut ProgramReader<'t>, tiers: &[(TomlSection<'t>, Tier)], decimals: u32) {
    codes_differ(r, tiers.iter().map(|(section, tier)| (section, tier.code.as_str())));
    for (i, (section, tier)) in tiers.iter().enumerate() {
        if i == 0 {
            base(r, section);
            continue;
        }
        if section.own(r, "spend").or_else(|| section.own(r, "orders")).is_none() {
            r.error(section.line, section.path.clone(), ProgramProblem::NoThreshold);
        }
        let lower = &tiers[..i];
        above(r, section, "spend", tier, lower, |t| t.spend.map(|m| m.0), decimals);
        above(r, section, "orders", tier, lower, |t| t.orders, 0);
        keep(r, section, "spend", tier, |t| t.spend.map(|m| m.0), decimals);
        keep(r, section, "orders", tier, |t| t.orders, 0);
    }
}

fn base<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>) {
    for key in ["spend", "orders", "keep"] {
        if let Some(place) = section.own(r, key) {
            r.error(place.line, place.path, ProgramProblem::BaseThreshold);
        }
    }
}

fn above<'t>(
    r: &mut ProgramReader<'t>,
    section: &TomlSection<'t>,
    key: &str,
    tier: &Tier,
    lower: &[(TomlSection<'t>, Tier)],
    of: impl Fn(&Threshold) -> Option<i64>,
    places: u32,
) {
    let highest = lower.iter().filter_map(|l| of(&l.1.enter).map(|value| (value, l))).max_by_key(|(value, _)| *value);
    if let (Some(own), Some((value, (below, lower))), Some(place)) = (of(&tier.enter), highest, section.own(r, key))
        && own <= value
    {
        let tier = if lower.code.is_empty() { &below.path } else { &lower.code };
        let problem = ProgramProblem::NotAbove { tier: tier.clone(), value: written(value, places) };
        r.error(place.line, place.path, problem);
    }
}

fn keep<'t>(
    r: &mut ProgramReader<'t>,
    section: &TomlSection<'t>,
    key: &str,
    tier: &Tier,
    of: impl Fn(&Threshold) -> Option<i64>,
    places: u32,
) {
    let kept = tier.keep.as_ref().and_then(&of);
    if let (Some(kept), Some(entry), Some(place)) = (kept, of(&tier.enter), section.own(r, "keep"))
        && kept > entry
    {
        let problem = ProgramProblem::KeepAboveEntry { entry: written(entry, places) };
        r.error(place.line, format!("{}.{key}", place.path), problem);
    }
}

/// As the file would say it: `5000`, not `5000.00`.
fn written(value: i64, places: u32) -> String {
    let plain = decimal::plain(value, places);
    match plain.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => plain,
    }
}

/// Codes of one list differ.
pub(super) fn codes_differ<'a, 't: 'a>(
    r: &mut ProgramReader<'t>,
    coded: impl Iterator<Item = (&'a TomlSection<'t>, &'a str)>,
) {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for (section, code) in coded {
        // A code that could not be read has its own mistake.
        let Some(place) = section.own(r, "code").filter(|_| !code.is_empty()) else { continue };
        match seen.iter().find(|(other, _)| *other == code) {
            Some(&(_, first_line)) => {
                r.error(place.line, place.path, ProgramProblem::Duplicate { value: code.to_owned(), first_line });
            }
            None => seen.push((code, place.line)),
        }
    }
}

/// Active < lapsing < dormant.
pub(super) fn stages_lengthen<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>, rules: &LifecycleRules) {
    let mut stages = vec![
        ("active_days", rules.active_days),
        ("lapsing_days", rules.lapsing_days),
        ("dormant_days", rules.dormant_days),
    ];
    if rules.lapsing_auto {
        // It finds its own place between the two.
        stages.remove(1);
    }
    for pair in stages.windows(2) {
        let ((than, shorter), (key, longer)) = (pair[0], pair[1]);
        let place = section.own(r, key).or_else(|| section.own(r, than));
        if let Some(place) = place.filter(|_| longer != 0 && longer <= shorter) {
            let problem = ProgramProblem::NotLonger { than: than.to_owned(), days: shorter };
            r.error(place.line, format!("{}.{key}", section.path), problem);
        }
    }
}

/// See [`Program::fixed_change`].
pub(super) fn fixed_change(old: &Program, new: &Program) -> Option<String> {
    if old.zone != new.zone {
        return Some("zone".to_owned());
    }
    if old.currency.code != new.currency.code {
        return Some("currency".to_owned());
    }
    let mut codes = new.tiers.iter().map(|t| t.code.as_str());
    let base = old.tiers.first().zip(new.tiers.first()).filter(|(a, b)| a.code != b.code);
    if let Some((base, _)) = base {
        return Some(base.code.clone());
    }
    old.tiers.iter().find(|tier| !codes.any(|code| code == tier.code)).map(|tier| tier.code.clone())
}

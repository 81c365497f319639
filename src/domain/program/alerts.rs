//! The alerts of `program.toml`.

use super::check::codes_differ;
use super::problem::ProgramProblem;
use super::read::{ProgramReader, TomlNode, TomlSection};
use crate::domain::alert::{AlertMetric, AlertRule, AlertSeverity, AlertSide, METRICS_TO_COME};

/// Decimals of a threshold, and how far it may be from zero.
const THRESHOLD_PLACES: u32 = 4;
const THRESHOLD_MAX: i64 = 1_000_000_000_000 * 10_000;
/// Most days in breach before an alert fires, and of rest after it.
const DAYS_MAX: i64 = 366;

/// Empty unless the file has some.
pub(super) fn alerts<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> Vec<AlertRule> {
    let Some(list) = root.own(r, "alerts") else { return Vec::new() };
    let mut read: Vec<(TomlSection<'t>, AlertRule)> = Vec::new();
    for item in r.list(&list) {
        let known = ["code", "metric", "above", "below", "for", "cooldown", "severity"];
        let Some(section) = r.table(&item, &known) else { continue };
        let rule = rule(r, &section);
        read.push((section, rule));
    }
    codes_differ(r, read.iter().map(|(section, rule)| (section, rule.code.as_str())));
    read.into_iter().map(|(_, rule)| rule).collect()
}

fn rule<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>) -> AlertRule {
    let code = section.require(r, "code").and_then(|p| r.code(&p)).unwrap_or_default().to_owned();
    let metric = section.require(r, "metric").and_then(|p| metric(r, &p));
    let (side, threshold_e4) = threshold(r, section);
    let mut days = |key: &str, least: i64, default: i64| {
        section.own(r, key).map_or(Some(default), |p| r.integer(&p, &(least..=DAYS_MAX))).unwrap_or(default)
    };
    let (for_days, cooldown) = (days("for", 1, 1), days("cooldown", 0, 3));
    let severities = AlertSeverity::ALL.map(|severity| (severity.word(), severity));
    let severity = section.own(r, "severity").and_then(|p| r.choice(&p, &severities));
    AlertRule {
        code,
        metric: metric.unwrap_or(AlertMetric::OverdueCases),
        side,
        threshold_e4,
        for_days,
        cooldown,
        severity: severity.unwrap_or(AlertSeverity::Warning),
    }
}

/// A metric by its word. One that counts what is not recorded yet is named as such: it would be zero for ever.
fn metric<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<AlertMetric> {
    let metrics = AlertMetric::ALL.map(|metric| (metric.word(), metric));
    if let Some(word) = place.value.as_str().filter(|word| METRICS_TO_COME.contains(word)) {
        let known = metrics.iter().map(|(word, _)| (*word).to_owned()).collect();
        return r.fail(place, ProgramProblem::NotMeasured { value: word.to_owned(), known });
    }
    r.choice(place, &metrics)
}

/// `above` or `below`, exactly one of them.
fn threshold<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>) -> (AlertSide, i64) {
    let range = -THRESHOLD_MAX..=THRESHOLD_MAX;
    let (side, place) = match (section.own(r, "above"), section.own(r, "below")) {
        (Some(place), None) => (AlertSide::Above, place),
        (None, Some(place)) => (AlertSide::Below, place),
        (Some(place), Some(_)) => {
            r.error(place.line, place.path, ProgramProblem::NotBoth);
            return (AlertSide::Above, 0);
        }
        (None, None) => {
            r.error(section.line, format!("{}.above", section.path), ProgramProblem::Missing);
            return (AlertSide::Above, 0);
        }
    };
    (side, r.decimal(&place, THRESHOLD_PLACES, &range).unwrap_or_default())
}

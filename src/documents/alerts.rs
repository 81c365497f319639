//! `alerts`: the rules as they stand, and what fired lately.

use crate::domain::alert::{AlertList, AlertStanding, FiredAlert};
use crate::domain::day::Day;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct AlertsDoc<'a> {
    day: Day,
    /// The first day that was looked at.
    from: Day,
    lit: u64,
    rules: Vec<AlertRuleDoc<'a>>,
    alerts: Vec<FiredAlertDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct AlertRuleDoc<'a> {
    code: &'a str,
    metric: &'static str,
    side: &'static str,
    threshold: f64,
    severity: &'static str,
    state: &'static str,
    value: Option<f64>,
    since: Option<Day>,
}

impl<'a> AlertRuleDoc<'a> {
    fn new(standing: &'a AlertStanding) -> Self {
        let rule = &standing.rule;
        Self {
            code: &rule.code,
            metric: rule.metric.word(),
            side: rule.side.word(),
            threshold: rule.threshold(),
            severity: rule.severity.word(),
            state: standing.state.word(),
            value: standing.value,
            since: standing.lit_since,
        }
    }
}

#[derive(Debug, Serialize)]
struct FiredAlertDoc<'a> {
    code: &'a str,
    day: Day,
    state: &'static str,
    value: f64,
    threshold: f64,
    resolved: Option<Day>,
}

impl<'a> FiredAlertDoc<'a> {
    fn new(alert: &'a FiredAlert) -> Self {
        Self {
            code: &alert.code,
            day: alert.day,
            state: if alert.resolved.is_some() { "resolved" } else { "firing" },
            value: alert.value,
            threshold: alert.threshold,
            resolved: alert.resolved,
        }
    }
}

impl<'a> AlertsDoc<'a> {
    pub fn new(list: &'a AlertList) -> Self {
        Self {
            day: list.day,
            from: list.from,
            lit: list.lit(),
            rules: list.rules.iter().map(AlertRuleDoc::new).collect(),
            alerts: list.fired.iter().map(FiredAlertDoc::new).collect(),
        }
    }
}

//! `alerts`: the rules as they stand, and what fired lately.

use crate::domain::alert_list::{AlertList, AlertStanding, FiredAlert};
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
    /// `facts`; `not_by_facts` or `earlier_rules` where only its acknowledgement says that it fired.
    basis: &'static str,
    owner: Option<&'a str>,
    note: Option<&'a str>,
    acknowledged_by: Option<&'a str>,
    acknowledged_at: Option<String>,
}

impl<'a> FiredAlertDoc<'a> {
    fn new(alert: &'a FiredAlert) -> Self {
        let ack = alert.ack.as_ref();
        Self {
            code: &alert.code,
            day: alert.day,
            state: if alert.is_lit() { "firing" } else { "resolved" },
            value: alert.value,
            threshold: alert.threshold,
            resolved: alert.resolved,
            basis: alert.basis.word(),
            owner: ack.map(|ack| ack.content.owner.as_str()),
            note: ack.and_then(|ack| ack.note.as_deref()),
            acknowledged_by: ack.map(|ack| ack.content.by.as_str()),
            acknowledged_at: ack.map(|ack| ack.at.rfc3339()),
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

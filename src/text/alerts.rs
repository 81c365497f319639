//! Words for alerts.

use super::{Shown, Words};
use crate::domain::alert::{AlertMetric, AlertRule, AlertSide, AlertState};
use crate::domain::alert_ack::AlertAck;
use crate::domain::alert_list::{AlertBasis, AlertStanding, FiredAlert};
use crate::domain::num::grouped;
use crate::t;

impl Words {
    pub fn alert_metric(self, metric: AlertMetric) -> String {
        match metric {
            AlertMetric::ChurnMonth => t!(self, "alerts.churn_month"),
            AlertMetric::Nps90 => t!(self, "alerts.nps_90"),
            AlertMetric::OverdueCases => t!(self, "alerts.overdue_cases"),
            AlertMetric::RedeemedHourMax => t!(self, "alerts.redeemed_hour_max"),
            AlertMetric::ChannelSilentDays => t!(self, "alerts.channel_silent_days"),
            AlertMetric::Expiring30 => t!(self, "alerts.expiring_30"),
            AlertMetric::Deficits => t!(self, "alerts.deficits"),
        }
    }

    /// What a metric counts on each day.
    pub fn alert_metric_about(self, metric: AlertMetric) -> String {
        match metric {
            AlertMetric::ChurnMonth => t!(self, "alert_definition.churn_month"),
            AlertMetric::Nps90 => t!(self, "alert_definition.nps_90"),
            AlertMetric::OverdueCases => t!(self, "alert_definition.overdue_cases"),
            AlertMetric::RedeemedHourMax => t!(self, "alert_definition.redeemed_hour_max"),
            AlertMetric::ChannelSilentDays => t!(self, "alert_definition.channel_silent_days"),
            AlertMetric::Expiring30 => t!(self, "alert_definition.expiring_30"),
            AlertMetric::Deficits => t!(self, "alert_definition.deficits"),
        }
    }

    /// When the alert of a rule fires, and how long it rests after it has resolved.
    pub fn alert_rule_about(self, rule: &AlertRule) -> String {
        let threshold = Self::threshold(rule.side, rule.threshold());
        let (days, rest) = (rule.for_days, rule.cooldown);
        t!(self, "alert_definition.rule", threshold = threshold, days = days, rest = rest)
    }

    pub fn alert_state(self, state: AlertState) -> String {
        match state {
            AlertState::Ok => t!(self, "alerts.ok"),
            AlertState::Pending => t!(self, "alerts.pending"),
            AlertState::Firing => t!(self, "alerts.firing"),
        }
    }

    /// `> 10`.
    fn threshold(side: AlertSide, threshold: f64) -> String {
        let sign = match side {
            AlertSide::Above => ">",
            AlertSide::Below => "<",
        };
        format!("{sign} {}", alert_number(threshold))
    }

    /// State, code, metric, value, threshold, since.
    pub fn alert_row(self, standing: &AlertStanding) -> [String; 6] {
        let rule = &standing.rule;
        [
            self.alert_state(standing.state),
            rule.code.clone(),
            self.alert_metric(rule.metric),
            standing.value.map_or_else(|| "–".to_owned(), alert_number),
            Self::threshold(rule.side, rule.threshold()),
            standing.lit_since.map(|day| day.to_string()).unwrap_or_default(),
        ]
    }

    /// An alert that fired: when, what, at which value, when it resolved, and who looks after it.
    pub fn fired_alert(self, alert: &FiredAlert) -> String {
        let (day, code) = (alert.day, alert.code.as_str());
        let what = format!("{} {}", alert_number(alert.value), Self::threshold(alert.side, alert.threshold));
        let told = match (alert.basis, alert.resolved) {
            (AlertBasis::Facts, None) => t!(self, "alerts.is_lit", day = day, code = code, what = what),
            (AlertBasis::Facts, Some(resolved)) => {
                t!(self, "alerts.was_resolved", day = day, code = code, what = what, resolved = resolved)
            }
            (AlertBasis::NotByFacts, _) => t!(self, "alerts.not_by_facts", day = day, code = code, what = what),
            (AlertBasis::EarlierRules, _) => t!(self, "alerts.earlier_rules", day = day, code = code, what = what),
        };
        match &alert.ack {
            Some(ack) => format!("{told}  {}", self.alert_ack(ack)),
            None => told,
        }
    }

    /// Who looks after an alert, and the note.
    fn alert_ack(self, ack: &AlertAck) -> String {
        let owner = Shown::new(&ack.content.owner);
        match &ack.note {
            Some(note) => t!(self, "alerts.owner_note", owner = owner, note = Shown::new(note)),
            None => t!(self, "alerts.owner", owner = owner),
        }
    }
}

/// A number of a metric with one decimal, where it has any.
#[expect(clippy::cast_possible_truncation, reason = "a whole number below 10^15")]
fn alert_number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 { grouped(rounded as i64) } else { format!("{rounded:.1}") }
}

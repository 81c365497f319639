//! Alerts: rules over a metric of each day, and the machine that says when one fires. The same facts give the same alerts,
//! whether somebody looked every day or only now.

use super::day::Day;
use super::enumeration::enumeration;

enumeration! {
    /// What a rule watches, by the word that the programme has for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum AlertMetric {
        /// Members who lapsed since the month began, of those not lapsed then, in percent.
        ChurnMonth => "churn_month",
        /// The upper end of the interval of the NPS of 90 days.
        Nps90 => "nps_90",
        /// Cases that are overdue at the end of the day.
        OverdueCases => "overdue_cases",
        /// The most points redeemed within an hour of the day.
        RedeemedHourMax => "redeemed_hour_max",
        /// Days since the last purchase or interaction of the channel that has been silent longest, of those with one in 90 days.
        ChannelSilentDays => "channel_silent_days",
        /// Points outstanding whose last day is within 30 days.
        Expiring30 => "expiring_30",
        /// Members whose balance is below zero at the end of the day.
        Deficits => "deficits",
    }
}

/// Metrics that rules may name once this program records what they count.
pub const METRICS_TO_COME: [&str; 4] = ["conflicts", "unsigned_days", "referrals_due", "contract_ends"];

impl AlertMetric {
    /// The filter that lists the members behind the value of today; `None` where it counts no members.
    pub fn filter(self) -> Option<&'static str> {
        match self {
            Self::Expiring30 => Some("ends<31d"),
            Self::Deficits => Some("points<0"),
            Self::ChurnMonth | Self::Nps90 | Self::OverdueCases | Self::RedeemedHourMax | Self::ChannelSilentDays => {
                None
            }
        }
    }
}

enumeration! {
    /// Which side of the threshold is a breach.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum AlertSide {
        Above => "above",
        Below => "below",
    }
}

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum AlertSeverity {
        Info => "info",
        Warning => "warning",
        Critical => "critical",
    }
}

/// One rule of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRule {
    pub code: String,
    pub metric: AlertMetric,
    pub side: AlertSide,
    /// Times 10^4.
    pub threshold_e4: i64,
    /// Days running in breach before it fires; at least 1.
    pub for_days: i64,
    /// Days after it has resolved in which it does not fire again.
    pub cooldown: i64,
    pub severity: AlertSeverity,
}

impl AlertRule {
    /// The threshold as the programme says it.
    #[expect(clippy::cast_precision_loss, reason = "a threshold is far below 2^52")]
    pub fn threshold(&self) -> f64 {
        self.threshold_e4 as f64 / 10_000.0
    }

    /// Whether a value is in breach; nothing known is none.
    pub fn is_breach(&self, value: Option<f64>) -> bool {
        value.is_some_and(|value| match self.side {
            AlertSide::Above => value > self.threshold(),
            AlertSide::Below => value < self.threshold(),
        })
    }
}

enumeration! {
    /// How an alert stands at the end of a day.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum AlertState {
        #[default]
        Ok => "ok",
        /// In breach, but not long enough, or too soon after it resolved.
        Pending => "pending",
        Firing => "firing",
    }
}

/// One rule walking through the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlertMachine {
    /// Days running in breach.
    run: i64,
    /// The day on which it fired, while it is lit.
    lit: Option<Day>,
    /// The day on which it last resolved.
    resolved: Option<Day>,
}

/// What a day did to an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertStep {
    /// Nothing but time passed.
    Nothing,
    Fired,
    /// Fired before, and not in breach any more.
    Resolved,
}

impl AlertMachine {
    /// Goes on by a day. Days come one after the other.
    pub fn step(&mut self, rule: &AlertRule, day: Day, value: Option<f64>) -> AlertStep {
        if !rule.is_breach(value) {
            self.run = 0;
            if self.lit.take().is_some() {
                self.resolved = Some(day);
                return AlertStep::Resolved;
            }
            return AlertStep::Nothing;
        }
        self.run += 1;
        let rests = self.resolved.is_some_and(|resolved| day.0 - resolved.0 <= rule.cooldown);
        if self.lit.is_some() || self.run < rule.for_days || rests {
            return AlertStep::Nothing;
        }
        self.lit = Some(day);
        AlertStep::Fired
    }

    pub fn state(&self) -> AlertState {
        match (self.lit, self.run) {
            (Some(_), _) => AlertState::Firing,
            (None, 0) => AlertState::Ok,
            (None, _) => AlertState::Pending,
        }
    }

    /// The day on which it fired, while it is lit.
    pub fn lit_since(&self) -> Option<Day> {
        self.lit
    }
}

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
        /// Days since the last purchase of the channel that has been silent longest, of those with one in 90 days.
        ChannelSilentDays => "channel_silent_days",
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

/// An alert that fired: its key is the rule and the day.
#[derive(Debug, Clone, PartialEq)]
pub struct FiredAlert {
    pub code: String,
    pub metric: AlertMetric,
    pub severity: AlertSeverity,
    pub side: AlertSide,
    pub threshold: f64,
    /// The day on which it fired.
    pub day: Day,
    /// The value of that day.
    pub value: f64,
    /// The first day that was not in breach any more; `None`: it is lit.
    pub resolved: Option<Day>,
}

/// A rule as it stands at the end of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertStanding {
    pub rule: AlertRule,
    pub state: AlertState,
    /// The value of the day; `None` where there is nothing to tell it from.
    pub value: Option<f64>,
    pub lit_since: Option<Day>,
}

/// The alerts of a day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlertList {
    pub day: Day,
    /// Every rule of the programme, in its order.
    pub rules: Vec<AlertStanding>,
    /// What fired in the days looked at, the newest first.
    pub fired: Vec<FiredAlert>,
    /// The first day that was looked at.
    pub from: Day,
}

impl AlertList {
    /// How many are lit.
    pub fn lit(&self) -> u64 {
        self.rules.iter().filter(|rule| rule.state == AlertState::Firing).count() as u64
    }
}

/// Days back in which an alert is told; older days are walked for the state alone.
pub const TOLD_DAYS: i64 = 31;

/// Walks a rule through the values of some days running, the first of them on `from`.
///
/// ```
/// use loyaltui::domain::alert::{AlertMetric, AlertRule, AlertSeverity, AlertSide, walk};
/// use loyaltui::domain::day::Day;
///
/// let fires = |cooldown| {
///     let rule = AlertRule {
///         code: "busy".into(), metric: AlertMetric::OverdueCases, side: AlertSide::Above, threshold_e4: 100_000,
///         for_days: 2, cooldown, severity: AlertSeverity::Warning,
///     };
///     let values = [9, 11, 12, 9, 12, 12, 8, 8, 12, 12].map(|value| Some(f64::from(value)));
///     let (_, fired) = walk(&rule, Day(1), &values);
///     fired.iter().map(|alert| alert.day.0).collect::<Vec<_>>()
/// };
/// assert_eq!(fires(3), [3, 10]);
/// assert_eq!(fires(1), [3, 6, 10]);
/// ```
pub fn walk(rule: &AlertRule, from: Day, values: &[Option<f64>]) -> (AlertMachine, Vec<FiredAlert>) {
    let (mut machine, mut fired) = (AlertMachine::default(), Vec::<FiredAlert>::new());
    for (ahead, value) in (0..).zip(values) {
        let day = from.plus_days(ahead);
        match machine.step(rule, day, *value) {
            AlertStep::Nothing => {}
            AlertStep::Fired => fired.push(FiredAlert {
                code: rule.code.clone(),
                metric: rule.metric,
                severity: rule.severity,
                side: rule.side,
                threshold: rule.threshold(),
                day,
                value: value.unwrap_or_default(),
                resolved: None,
            }),
            AlertStep::Resolved => {
                if let Some(last) = fired.last_mut() {
                    last.resolved = Some(day);
                }
            }
        }
    }
    (machine, fired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn rule(for_days: i64, cooldown: i64, side: AlertSide) -> AlertRule {
        AlertRule {
            code: "rule".to_owned(),
            metric: AlertMetric::OverdueCases,
            side,
            threshold_e4: 100_000,
            for_days,
            cooldown,
            severity: AlertSeverity::Warning,
        }
    }

    fn values(text: &str) -> Vec<Option<f64>> {
        text.split_whitespace().map(|word| word.parse().ok()).collect()
    }

    /// Above 10; `-` is a day of which nothing is known.
    #[rstest]
    #[case::cooldown_of_three("9 11 12 9 12 12 8 8 12 12", 2, 3, &[3, 10])]
    #[case::cooldown_of_one("9 11 12 9 12 12 8 8 12 12", 2, 1, &[3, 6, 10])]
    #[case::at_once("9 11 9 11", 1, 0, &[2, 4])]
    #[case::once_while_it_lasts("11 11 11 11", 1, 0, &[1])]
    #[case::the_threshold_is_no_breach("10 10 10", 1, 0, &[])]
    #[case::nothing_known_is_no_breach("11 - 11", 2, 0, &[])]
    #[case::goes_on_past_the_cooldown("11 9 11 11 11 11", 1, 3, &[1, 6])]
    fn fires_on(#[case] text: &str, #[case] for_days: i64, #[case] cooldown: i64, #[case] days: &[i64]) {
        let (_, fired) = walk(&rule(for_days, cooldown, AlertSide::Above), Day(1), &values(text));
        assert_eq!(fired.iter().map(|alert| alert.day.0).collect::<Vec<_>>(), days);
    }

    #[test]
    fn the_first_day_without_a_breach_resolves_it() {
        let (machine, fired) = walk(&rule(1, 3, AlertSide::Below), Day(1), &values("9 9 10 9"));
        assert_eq!((fired[0].day, fired[0].resolved), (Day(1), Some(Day(3))));
        assert_eq!((machine.state(), machine.lit_since()), (AlertState::Pending, None), "it rests");
    }

    proptest! {
        /// A console that looked day by day finds what one that slept finds.
        #[test]
        fn replayed_in_slices_is_lived(
            days in prop::collection::vec(prop::option::of(0..20_i32), 0..365),
            slices in prop::collection::vec(1_usize..40, 1..40),
            for_days in 1..5_i64,
            cooldown in 0..6_i64,
        ) {
            let rule = rule(for_days, cooldown, AlertSide::Above);
            let values: Vec<Option<f64>> = days.into_iter().map(|value| value.map(f64::from)).collect();
            let (at_once, fired) = walk(&rule, Day(1), &values);
            let (mut machine, mut lived, mut at) = (AlertMachine::default(), Vec::new(), 0);
            for slice in slices.into_iter().cycle() {
                if at == values.len() {
                    break;
                }
                let end = (at + slice).min(values.len());
                // What is kept from one look to the next is the machine alone.
                let mut next = machine;
                for (n, value) in (at..end).map(|n| (i64::try_from(n).unwrap(), values[n])) {
                    let day = Day(1 + n);
                    if next.step(&rule, day, value) == AlertStep::Fired {
                        lived.push(day);
                    }
                }
                (machine, at) = (next, end);
            }
            prop_assert_eq!(machine, at_once);
            prop_assert_eq!(lived, fired.iter().map(|alert| alert.day).collect::<Vec<_>>());
            // Each fires once, and is resolved before it fires again.
            for pair in fired.windows(2) {
                prop_assert!(pair[0].resolved.is_some_and(|resolved| pair[1].day.0 - resolved.0 > cooldown));
            }
        }
    }
}

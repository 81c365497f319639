//! The alerts of a day: each rule as it stands, what fired, and who looks after it.

use super::alert::{AlertMachine, AlertMetric, AlertRule, AlertSeverity, AlertSide, AlertState, AlertStep};
use super::alert_ack::{AckContent, AlertAck, SeenAlert};
use super::day::Day;
use super::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use super::enumeration::enumeration;

/// The kind of the keys of alerts.
pub const ALERT: &str = "alert";

enumeration! {
    /// What an alert that fired rests on.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum AlertBasis {
        /// Today's facts and rules.
        #[default]
        Facts => "facts",
        /// It was acknowledged, and would not fire by today's facts.
        NotByFacts => "not_by_facts",
        /// It was acknowledged, and its rule was another one then.
        EarlierRules => "earlier_rules",
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
    /// The first day that was not in breach any more; `None`: it is lit, unless today's facts do not fire it.
    pub resolved: Option<Day>,
    pub basis: AlertBasis,
    /// Who looks after it, where somebody does.
    pub ack: Option<AlertAck>,
}

impl FiredAlert {
    /// Whether it is lit.
    pub fn is_lit(&self) -> bool {
        self.basis == AlertBasis::Facts && self.resolved.is_none()
    }
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
/// use loyaltui::domain::alert::{AlertMetric, AlertRule, AlertSeverity, AlertSide};
/// use loyaltui::domain::alert_list::walk;
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
                basis: AlertBasis::Facts,
                ack: None,
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

/// The key of an alert; `None` where the code is none.
///
/// ```
/// use loyaltui::domain::alert_list::{alert_key, alert_of};
/// use loyaltui::domain::day::Day;
///
/// let day = Day::parse("2026-11-22").unwrap();
/// let key = alert_key("busy", day).unwrap();
/// assert_eq!((key.as_str(), alert_of(&key)), ("alert:busy:2026-11-22", Some(("busy", day))));
/// assert_eq!(alert_key("", day), None);
/// ```
pub fn alert_key(code: &str, day: Day) -> Option<DeskKey> {
    let is_code = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if is_code { DeskKey::parse(&format!("{ALERT}:{code}:{day}")) } else { None }
}

/// The rule and the day of the key of an alert.
pub fn alert_of(key: &DeskKey) -> Option<(&str, Day)> {
    let (code, day) = key.name().rsplit_once(':').filter(|_| key.kind() == ALERT)?;
    Some((code, Day::parse(day)?))
}

/// The newest acknowledgement among the events of a key that count.
pub fn newest_ack(events: &[DeskEvent]) -> Option<(&DeskEvent, &AckContent)> {
    events.iter().rev().find_map(|event| match &event.kind {
        DeskEventKind::Acknowledged(content) => Some((event, content)),
        DeskEventKind::Numbered { .. }
        | DeskEventKind::Joined { .. }
        | DeskEventKind::Operator(_)
        | DeskEventKind::Reviewed { .. }
        | DeskEventKind::Sample(_)
        | DeskEventKind::Proposal(_)
        | DeskEventKind::Counts { .. }
        | DeskEventKind::TextErased { .. } => None,
    })
}

impl AlertList {
    /// Adds who looks after each alert. One that was acknowledged lately stays, also where today's facts would not fire it, or its
    /// rule has changed since.
    pub fn acknowledge(&mut self, acks: impl IntoIterator<Item = (String, Day, AlertAck)>) {
        for (code, day, ack) in acks {
            if let Some(known) = self.fired.iter_mut().find(|alert| alert.code == code && alert.day == day) {
                known.ack = Some(ack);
                continue;
            }
            if self.day.0 - day.0 >= TOLD_DAYS || day > self.day {
                continue;
            }
            let holds = day >= self.from && self.rules.iter().any(|standing| standing.rule.code == code);
            let seen = ack.content.seen;
            self.fired.push(FiredAlert {
                code,
                metric: seen.metric,
                severity: seen.severity,
                side: seen.side,
                threshold: from_e4(seen.threshold_e4),
                day,
                value: from_e4(seen.value_e4),
                resolved: None,
                basis: if holds { AlertBasis::NotByFacts } else { AlertBasis::EarlierRules },
                ack: Some(ack),
            });
        }
        self.fired.sort_by_key(|alert| std::cmp::Reverse(alert.day));
    }

    /// The alert of a rule that is to be acknowledged: the newest one that nobody looks after, else the newest one.
    pub fn open_alert(&self, code: &str) -> Option<&FiredAlert> {
        let mut of_rule = self.fired.iter().filter(|alert| alert.code == code && alert.basis == AlertBasis::Facts);
        let newest = of_rule.clone().next();
        of_rule.find(|alert| alert.ack.is_none()).or(newest)
    }
}

impl SeenAlert {
    pub fn of(alert: &FiredAlert) -> Self {
        let FiredAlert { metric, severity, side, .. } = *alert;
        Self { metric, severity, side, threshold_e4: to_e4(alert.threshold), value_e4: to_e4(alert.value) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "thresholds and values stay below 10^12")]
fn to_e4(value: f64) -> i64 {
    (value * 10_000.0).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "thresholds and values stay below 10^12")]
fn from_e4(value: i64) -> f64 {
    value as f64 / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Instant;
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

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

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    fn busy() -> AlertRule {
        AlertRule {
            code: "busy".to_owned(),
            metric: AlertMetric::OverdueCases,
            side: AlertSide::Above,
            threshold_e4: 15_000,
            for_days: 1,
            cooldown: 0,
            severity: AlertSeverity::Warning,
        }
    }

    /// The rule fired on 20 November with 3 cases, and is lit since.
    fn list() -> AlertList {
        let (machine, fired) = walk(&busy(), on("2026-11-20"), &[Some(3.0), Some(2.0), Some(2.0)]);
        let standing =
            AlertStanding { rule: busy(), state: machine.state(), value: Some(2.0), lit_since: machine.lit_since() };
        AlertList { day: on("2026-11-22"), from: on("2026-10-01"), rules: vec![standing], fired }
    }

    fn ack(owner: &str) -> AlertAck {
        let seen = SeenAlert::of(&list().fired[0]);
        let content = AckContent { owner: owner.to_owned(), by: "li".to_owned(), seen };
        AlertAck { op: Uuid::nil(), at: Instant(0), content, note: None }
    }

    #[test]
    fn whoever_looks_after_an_alert_stands_beside_it() {
        let mut list = list();
        assert_eq!(list.rules[0].state, AlertState::Firing);
        list.acknowledge([("busy".to_owned(), on("2026-11-20"), ack("mei"))]);
        assert_eq!(list.fired.len(), 1);
        assert_eq!(list.fired[0].ack.as_ref().unwrap().content.owner, "mei");
        assert_eq!(list.fired[0].basis, AlertBasis::Facts);
    }

    #[test]
    fn an_alert_that_fired_stays_where_the_facts_say_no_more() {
        let mut list = list();
        list.acknowledge([
            ("busy".to_owned(), on("2026-11-10"), ack("mei")),
            ("gone".to_owned(), on("2026-11-11"), ack("mei")),
            ("busy".to_owned(), on("2026-10-01"), ack("long ago")),
        ]);
        let told: Vec<_> = list.fired.iter().map(|alert| (alert.code.as_str(), alert.day, alert.basis)).collect();
        assert_eq!(
            told,
            [
                ("busy", on("2026-11-20"), AlertBasis::Facts),
                ("gone", on("2026-11-11"), AlertBasis::EarlierRules),
                ("busy", on("2026-11-10"), AlertBasis::NotByFacts),
            ]
        );
        assert!((list.fired[2].value - 3.0).abs() < 1e-9 && (list.fired[2].threshold - 1.5).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_looks_after_comes_first() {
        let mut list = list();
        let older = FiredAlert { day: on("2026-11-12"), ..list.fired[0].clone() };
        list.fired.push(older);
        assert_eq!(list.open_alert("busy").unwrap().day, on("2026-11-20"));
        list.acknowledge([("busy".to_owned(), on("2026-11-20"), ack("mei"))]);
        assert_eq!(list.open_alert("busy").unwrap().day, on("2026-11-12"));
        assert_eq!(list.open_alert("calm"), None);
    }
}

//! `loyaltui alerts ack CODE`.

use crate::cli::args::day;
use crate::cli::change::ChangeArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::desk::error::DeskError;
use crate::domain::alert_ack::SeenAlert;
use crate::domain::alert_list::{AlertBasis, AlertList, FiredAlert};
use crate::domain::day::Day;
use crate::domain::op;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::ShowAlerts;
use clap::Args;

/// Acknowledge an alert: say who looks after it
#[derive(Debug, Args)]
#[command(after_help = "Acknowledged again, an alert has another owner. `undo` takes an acknowledgement back.")]
pub struct AckArgs {
    /// Code of the rule
    #[arg(value_name = "CODE")]
    code: String,
    /// The day on which it fired, YYYY-MM-DD [default: the newest without an owner]
    #[arg(long, value_name = "DAY", value_parser = day)]
    day: Option<Day>,
    /// Who looks after it [default: the operator]
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// What is known or done about it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AckArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let list = context.ask_watched(&mut desk, ShowAlerts { as_of: None }, &mut Scan::begin(context)?)?;
        let alert = self.alert(&list).ok_or_else(|| DeskError::from(self.unknown(&list)))?;
        let intent = op::AcknowledgeAlert {
            alert: alert.code.clone(),
            day: alert.day,
            owner: self.owner.clone().unwrap_or_else(|| desk.operator().name.clone()),
            note: self.note.clone(),
            seen: SeenAlert::of(alert),
        };
        self.change.carry_out(context, &mut desk, intent)
    }

    fn alert<'a>(&self, list: &'a AlertList) -> Option<&'a FiredAlert> {
        let Some(day) = self.day else { return list.open_alert(&self.code) };
        list.fired.iter().find(|alert| alert.code == self.code && alert.day == day)
    }

    fn unknown(&self, list: &AlertList) -> Refusal {
        let fired = list.fired.iter().filter(|alert| alert.basis == AlertBasis::Facts);
        let fired = fired.map(|alert| format!("{} {}", alert.code, alert.day)).collect();
        Refusal::NoAlert { alert: self.code.clone(), day: self.day, fired }
    }
}

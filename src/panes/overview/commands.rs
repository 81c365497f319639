//! The commands that only this pane has.

use crate::shell::command::{CommandGroup, KeyContext, Section, c, row};
use crate::shell::toast::BlockedReason;

/// What can be asked of the pane alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OverviewCmd {
    /// How the figure under the cursor is made.
    Define,
    /// Somebody looks after the alert under the cursor.
    Acknowledge,
    /// The care list leaves the member under the cursor out until a day.
    PutOff,
    /// By week of joining, who buys on a second day.
    Activation,
    /// Why members left, and who of the lost has bought again.
    Lost,
    /// The care list as a CSV file.
    CareCsv,
    /// The figures as a page.
    Report,
    /// To the alerts.
    ShowAlerts,
    /// To the care list.
    ShowCare,
}

use OverviewCmd as Cmd;

/// The figures.
pub(super) const FIGURES: KeyContext = KeyContext::new("overview.figures");
/// The alerts.
pub(super) const ALERTS: KeyContext = KeyContext::new("overview.alerts");
/// The targets.
pub(super) const TARGETS: KeyContext = KeyContext::new("overview.targets");
/// The care list.
pub(super) const CARE: KeyContext = KeyContext::new("overview.care");

pub(super) const COMMANDS: &[CommandGroup<Cmd>] = &[CommandGroup {
    section: Section::Work,
    rows: &[
        row(Cmd::Define, "define_figure", 2, &[c(FIGURES, 'w'), c(ALERTS, 'w'), c(TARGETS, 'w')]),
        row(Cmd::Acknowledge, "acknowledge_alert", 2, &[c(ALERTS, 'a')]),
        row(Cmd::PutOff, "put_off", 2, &[c(CARE, 's')]),
        row(Cmd::Activation, "activation", 6, &[c(CARE, 'v')]),
        row(Cmd::Lost, "lost", 6, &[c(CARE, 'x')]),
        row(Cmd::CareCsv, "care_csv", 7, &[c(CARE, 'E')]),
        row(Cmd::Report, "save_report", 3, &[c(FIGURES, 'E')]),
        row(Cmd::ShowAlerts, "show_alerts", 0, &[]),
        row(Cmd::ShowCare, "show_care", 0, &[]),
    ],
}];

/// The rule under the cursor has not fired lately.
pub(super) const NOT_FIRED: BlockedReason = BlockedReason::OfPane("not_fired");
/// The figure under the cursor counts no members.
pub(super) const NO_MEMBERS: BlockedReason = BlockedReason::OfPane("no_members_behind");

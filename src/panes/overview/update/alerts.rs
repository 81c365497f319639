//! The alerts: when they are asked for, and who looks after one.

use crate::domain::question::ShowAlerts;
use crate::panes::overview::state::{AlertsWatched, OverviewPane};
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::effect::Effect;
use crate::shell::form::{AlertTarget, Form, FormKind, MemberRef, Preset};

/// Milliseconds for which the badge stays as it is under the same programme on the same day, whatever is written meanwhile.
const REST_MS: i64 = 60_000;
/// The badge rests so many times as long as the answer took to come.
const REST_TIMES: i64 = 10;

pub(super) fn ask(pane: &mut OverviewPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let (program, day, asked) = (shell.setup.programs.newest().number, shell.day(), shell.setup.now);
    pane.watched = Some(AlertsWatched { program, day, asked, came: None });
    shell.ask(&mut pane.alerts, ShowAlerts { as_of: shell.as_of }, out);
}

pub(super) fn came(pane: &mut OverviewPane, shell: &Shell) {
    if let Some(watched) = &mut pane.watched {
        watched.came = Some(shell.setup.now);
    }
}

/// Whether the badge is asked for again: at once where the programme or the day is another one, else after a rest.
pub(super) fn is_due(pane: &OverviewPane, shell: &Shell) -> bool {
    let Some(watched) = pane.watched.filter(|_| pane.alerts.stale) else { return false };
    if watched.program != shell.setup.programs.newest().number || watched.day != shell.day() {
        return true;
    }
    let Some(came) = watched.came else { return false };
    let rest = (came.0 - watched.asked.0).saturating_mul(REST_TIMES).max(REST_MS);
    shell.setup.now.0 - came.0 >= rest
}

/// Opens the form in which somebody is said to look after the alert under the cursor.
pub(super) fn acknowledge(pane: &OverviewPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let Some(target) = pane.alert_here().map(AlertTarget::of) else { return };
    let owner = shell.setup.operator.name.clone();
    let preset = Preset { owner: Some(&owner), ..Preset::default() };
    let mut form = Form::new(FormKind::Acknowledge, MemberRef::nobody(), shell.program(), shell.today, preset);
    form.alert = Some(target);
    shell.lay_form(FormDraft::new(form), out);
}

//! The care list: the member under the cursor, what comes after a contact, and who is put off.

use crate::domain::care::{CareCause, CareRow};
use crate::panes::overview::state::{OverviewPane, OverviewTab, PlaceBefore};
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::effect::Effect;
use crate::shell::form::{Form, FormKind, MemberRef, Preset};

/// The member under the cursor is the one in hand.
pub(super) fn follow(pane: &mut OverviewPane, shell: &Shell) {
    let row = if pane.tab == OverviewTab::Care && pane.is_current(shell) { pane.care_here(shell) } else { None };
    pane.here = row.map(|row| MemberRef::of(&row.member));
}

/// Notes who is under the cursor before the list is asked for again.
pub(super) fn remember(pane: &mut OverviewPane) {
    let rows = pane.care_rows();
    let at = pane.list.cursor(rows.len());
    let before = |row: &CareRow| PlaceBefore { member: row.member.id, at, last_contact: row.last_contact };
    pane.before = rows.get(at).map(before);
}

/// The list has come. Who was under the cursor stays there, unless a contact was logged with that member in between: then the
/// next one is.
pub(super) fn came(pane: &mut OverviewPane, shell: &Shell) {
    if let Some(PlaceBefore { member, at, last_contact }) = pane.before.take() {
        let rows = pane.care_rows();
        let place = rows.iter().position(|row| row.member.id == member);
        let was_contacted = |at: usize| rows.get(at).is_some_and(|row| row.last_contact != last_contact);
        pane.list.put(match place {
            Some(place) if was_contacted(place) => place + 1,
            Some(place) => place,
            None => at,
        });
    }
    follow(pane, shell);
}

/// Opens the form that leaves the member under the cursor out of the list until a day.
pub(super) fn put_off(pane: &OverviewPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let Some(who) = pane.here.clone() else { return };
    let care = pane.care_here(shell).and_then(|row| row.causes.first()).map(CareCause::reason);
    shell.take(who.clone());
    let preset = Preset { care, ..Preset::default() };
    let mut form = Form::new(FormKind::Contact, who, shell.program(), shell.today, preset);
    form.put_off();
    shell.lay_form(FormDraft::new(form), out);
}

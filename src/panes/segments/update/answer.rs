//! What comes back.

use super::dialog;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog::Dialog;
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::slot::{self, AnySlot};

/// Takes an answer to one of its questions; gives back what is none, and what was written, for the shell to tell.
pub(in crate::panes::segments) fn took(
    pane: &mut SegmentsPane,
    shell: &mut Shell,
    reply: Reply,
    out: &mut Vec<Effect>,
) -> Option<Reply> {
    match &reply {
        Reply::Answered(ticket, Ok(_)) if pane.board.waits_for(*ticket) => out.push(Effect::WarmLists(shell.as_of)),
        Reply::Performed(_, Ok(TaskResult::FilterSaved(_) | TaskResult::FilterDeleted(_))) => pane.saved.stale = true,
        Reply::Performed(ticket, result) if pane.exporting.as_ref().is_some_and(|(of, _)| of == ticket) => {
            let exists = matches!(result, Ok(TaskResult::FileExists(_)));
            if let Some((_, form)) = pane.exporting.take().filter(|_| exists) {
                dialog::offer_again(pane, shell, &form, out);
            }
        }
        Reply::Answered(..) | Reply::Progress { .. } | Reply::Committed(..) | Reply::Performed(..) => {}
    }
    let left = slot::offer(pane.slots_mut(), reply)?;
    let counts = pane.dialogs.iter_mut().filter_map(|dialog| match dialog {
        Dialog::Export(form) => Some(&mut form.count as &mut dyn AnySlot),
        Dialog::Sort(_) | Dialog::Name { .. } | Dialog::Forget(_) | Dialog::Days { .. } | Dialog::Legend(_) => None,
    });
    slot::offer(counts, left)
}

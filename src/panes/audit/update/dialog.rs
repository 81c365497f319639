//! The dialogs of the pane, each with one field.

use crate::domain::op::answer_request::RequestAnswer;
use crate::panes::audit::state::{AuditDialog, AuditPane, AuditQuestion};
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;
use crate::shell::pane_id::PaneId;

impl AuditPane {
    /// Opens a dialog with what is proposed.
    pub(super) fn open(&mut self, shell: &mut Shell, asks: AuditQuestion, proposed: &str) {
        if shell.lay(Overlay::Dialog(PaneId::Audit)) {
            self.dialog = Some(AuditDialog { asks, field: TextField::with(proposed) });
        }
    }

    /// What was typed holds. Where nothing was, the dialog stays.
    pub(super) fn accept(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(dialog) = &self.dialog else { return };
        let (asks, text) = (dialog.asks, dialog.field.text().trim().to_owned());
        if text.is_empty() && asks != AuditQuestion::WithdrawNote {
            return;
        }
        shell.overlays.pop();
        self.dialog = None;
        match asks {
            AuditQuestion::NotePath => {
                let ticket = shell.ticket();
                self.signing = Some((ticket, text.clone()));
                out.push(Effect::Perform(ticket, Box::new(Task::SignCheckpoint { path: text })));
            }
            AuditQuestion::FindingNote => self.sign_finding(shell, text, out),
            AuditQuestion::SeedWords => self.ask_draw(shell, text, out),
            AuditQuestion::WrongNote => self.judge(shell, Some((None, text)), out),
            AuditQuestion::RightPoints => self.judge_points(shell, &text, out),
            AuditQuestion::RejectNote => self.answer_request(shell, RequestAnswer::Reject, text, out),
            AuditQuestion::WithdrawNote => self.answer_request(shell, RequestAnswer::Withdraw, text, out),
        }
    }

    /// Where there is such a file the dialog comes back with the next name. What was written is left
    /// for the shell to tell; what an auditor did is asked for anew.
    pub(super) fn written(&mut self, shell: &mut Shell, reply: &Reply) {
        let Reply::Performed(ticket, result) = reply else { return };
        self.checkpoint.stale |= result.is_ok();
        if matches!(result, Ok(TaskResult::AuditRecorded(_))) {
            (self.reviews.stale, self.samples.stale, self.sheet.stale) = (true, true, true);
            (self.requests.stale, self.request_sheet.stale) = (true, true);
        }
        let Some((_, path)) = self.signing.take_if(|(of, _)| of == ticket) else { return };
        if matches!(result, Ok(TaskResult::FileExists(_))) {
            self.open(shell, AuditQuestion::NotePath, &next_name(&path));
        }
    }
}

//! Changes that wait for a second person: approved, rejected, withdrawn.

use crate::domain::approval_request::{RequestRow, RequestState};
use crate::domain::op::AnswerRequest;
use crate::domain::op::answer_request::RequestAnswer;
use crate::domain::question::{ListRequests, OpenRequest};
use crate::panes::audit::state::{AuditPane, AuditQuestion, AuditView, member_of_request};
use crate::shell::Shell;
use crate::shell::draft::FormDraft;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::form::{Form, FormKind, MemberRef, Preset};

impl AuditPane {
    /// Every request is asked for where the file has operators: without them nobody needs anybody.
    pub(super) fn ask_requests(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        if self.requests.stale && shell.session.is_some() {
            shell.ask(&mut self.requests, ListRequests { member: None }, out);
        }
    }

    /// The request under the cursor is asked for in full.
    pub(super) fn ask_request(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(row) = self.request_here() else { return };
        let wanted = OpenRequest { id: row.request.op.to_string() };
        if self.request_sheet.stale || self.request_sheet.asked.as_ref() != Some(&wanted) {
            shell.ask(&mut self.request_sheet, wanted, out);
        }
    }

    /// The request under the cursor, where it waits.
    pub(super) fn waiting_here(&self) -> Option<&RequestRow> {
        self.request_here().filter(|row| row.state == RequestState::Open)
    }

    /// Shows what approving would do now, to be confirmed.
    pub(super) fn approve(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(row) = self.waiting_here() else { return };
        let who = member_of_request(row).unwrap_or_else(MemberRef::nobody);
        let mut form = Form::new(FormKind::Approve, who, shell.program(), shell.today, Preset::default());
        form.approving = Some(row.request.op);
        shell.lay_form(FormDraft::new(form), out);
    }

    /// Asks why it is rejected, or withdrawn where it is the own one.
    pub(super) fn ask_why(&mut self, shell: &mut Shell) {
        let Some(row) = self.waiting_here() else { return };
        let is_own = row.request.by == shell.setup.operator.name;
        let asks = if is_own { AuditQuestion::WithdrawNote } else { AuditQuestion::RejectNote };
        self.open(shell, asks, "");
    }

    /// Nothing becomes of the request under the cursor.
    pub(super) fn answer_request(
        &mut self,
        shell: &mut Shell,
        answer: RequestAnswer,
        note: String,
        out: &mut Vec<Effect>,
    ) {
        let Some(row) = self.waiting_here() else { return };
        let answered = AnswerRequest { request: row.request.op, answer, note: (!note.is_empty()).then_some(note) };
        out.push(Effect::Perform(shell.ticket(), Box::new(Task::Audit(Box::new(answered.into())))));
    }

    /// The audit log lists the operation that asked, and what answered it.
    pub(super) fn show_request(&mut self, shell: &mut Shell, out: &mut Vec<Effect>) {
        let Some(row) = self.request_here() else { return };
        let ended = row.request.end.as_ref().map(|end| format!(",{}", end.op.0)).unwrap_or_default();
        let query = format!("no:{}{ended}", row.request.seq.0);
        self.field = TextField::with(&query);
        self.view = AuditView::Journal;
        self.apply(shell, out);
    }
}

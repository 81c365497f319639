//! A form with the plan of what it would do: one filling, one key, at most one write.

use super::command::{CHOICE, EDITOR, ENTRY, FORM, KeyChain, KeyContext, LOOKUP, PLAN, SCORE};
use super::effect::{ApprovalWish, Effect, Ticket};
use super::failure::Failure;
use super::field::TextField;
use super::form::{Field, FieldId, FieldProblem, Form, FormFocus, FormKind, Value};
use super::lookup::MemberPicker;
use super::slot::Slot;
use crate::domain::day::Instant;
use crate::domain::operation::OperationRow;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{PlanEffect, Refusal};
use crate::domain::question::{
    AnyAnswer, PlanApproval, PlanChange, PlanUndo, Question, ReadProfile, UndoPlan, UndoTarget,
};
use crate::domain::question::{ApprovalPlan, RequestSheet};

/// What is known of what the form would do.
#[derive(Debug, Clone)]
pub enum PlanStatus {
    /// Something is missing in the form.
    Incomplete,
    Waiting {
        ticket: Ticket,
        /// What the form said before, to be drawn dimmed. Nothing acts on it.
        last: Option<Box<Plan>>,
    },
    Ready(Box<Plan>),
    /// The rules say no.
    Refused(Box<Refusal>),
    /// The desk could not say.
    Failed(Failure),
    /// There is no operation that could be undone.
    NothingToUndo,
}

#[derive(Debug, Clone)]
pub struct FormDraft {
    pub form: Form,
    pub planning: PlanStatus,
    /// Whether `y` was pressed before the plan was there.
    pub asked: bool,
    /// What is wrong with the field under the cursor, once `⏎` or `y` has asked.
    pub problem: Option<FieldProblem>,
    /// Undo: the operation that is reversed.
    pub reversed: Option<Box<OperationRow>>,
    /// Approve: what was asked for.
    pub request: Option<Box<RequestSheet>>,
    /// Approve: whether it would do something else by now, and nobody has said yet that it shall.
    pub is_changed: bool,
    /// Whether somebody has filled in or chosen something.
    pub is_touched: bool,
    /// When it was left unsent, where it has come back since.
    pub left_at: Option<Instant>,
    /// Who the other member of a merge could be.
    pub lookup: MemberPicker,
    /// Edit: what the member has now, while it is asked for.
    pub reading: Slot<ReadProfile>,
    /// The key of this filling: the id of the first plan that was sent off.
    key: Option<String>,
}

impl FormDraft {
    pub fn new(form: Form) -> Self {
        Self {
            form,
            planning: PlanStatus::Incomplete,
            asked: false,
            problem: None,
            reversed: None,
            request: None,
            is_changed: false,
            is_touched: false,
            left_at: None,
            lookup: MemberPicker::default(),
            reading: Slot::default(),
            key: None,
        }
    }

    /// Whether leaving it would lose something that was typed. `sent`: the key of the filling that is being written.
    pub fn is_unsent(&self, sent: Option<&str>) -> bool {
        // A score is what the customer said; other choices stand on something anyway.
        let is_typed = |field: &Field| match field.value {
            Value::Choice(_) => field.id == FieldId::Score && !field.text().is_empty(),
            Value::Text(_) | Value::Area(_) => !field.is_blank(),
        };
        let is_sent = sent.is_some_and(|key| self.is_filling(key));
        self.is_touched && !is_sent && self.form.fields.iter().any(is_typed)
    }

    /// The plan on the screen, current or dimmed.
    pub fn plan(&self) -> Option<&Plan> {
        match &self.planning {
            PlanStatus::Ready(plan) | PlanStatus::Waiting { last: Some(plan), .. } => Some(plan),
            PlanStatus::Waiting { last: None, .. }
            | PlanStatus::Incomplete
            | PlanStatus::Refused(_)
            | PlanStatus::Failed(_)
            | PlanStatus::NothingToUndo => None,
        }
    }

    /// Whether `y` could do something: what would be done is known or will be, and nobody else has to agree.
    pub fn may_confirm(&self) -> bool {
        match &self.planning {
            PlanStatus::Waiting { .. } => true,
            PlanStatus::Ready(plan) => plan.effect.approval.is_none(),
            PlanStatus::Incomplete | PlanStatus::Refused(_) | PlanStatus::Failed(_) | PlanStatus::NothingToUndo => {
                false
            }
        }
    }

    /// Whether the plan on the screen is what the form says now.
    pub fn is_current(&self) -> bool {
        matches!(self.planning, PlanStatus::Ready(_))
    }

    pub fn ticket(&self) -> Option<Ticket> {
        if let PlanStatus::Waiting { ticket, .. } = self.planning { Some(ticket) } else { None }
    }

    /// From here on the plan is waited for; the one shown stays, dimmed.
    fn wait_for(&mut self, ticket: Ticket) {
        let last = match std::mem::replace(&mut self.planning, PlanStatus::Incomplete) {
            PlanStatus::Ready(plan) => Some(plan),
            PlanStatus::Waiting { last, .. } => last,
            PlanStatus::Incomplete | PlanStatus::Refused(_) | PlanStatus::Failed(_) | PlanStatus::NothingToUndo => None,
        };
        self.planning = PlanStatus::Waiting { ticket, last };
    }

    /// Asks what the form would do now; a form in which something is missing asks nothing.
    pub fn replan(&mut self, ticket: Ticket, out: &mut Vec<Effect>) {
        let question = if let Some(request) = self.form.approving {
            PlanApproval { request }.into()
        } else if self.form.act == FormKind::Undo {
            let target = self.form.undoing.unwrap_or(UndoTarget::Member(self.form.who.id));
            PlanUndo { target }.into()
        } else if let Some(intent) = self.form.intent() {
            PlanChange { intent, or_propose: true }.into()
        } else {
            self.planning = PlanStatus::Incomplete;
            return;
        };
        self.wait_for(ticket);
        out.push(Effect::Ask(ticket, question));
    }

    /// Takes what it waited for: the plan, or why there is none.
    pub fn planned(&mut self, result: Result<AnyAnswer, Failure>) {
        self.planning = match result {
            Ok(answer) if self.form.act == FormKind::Approve => match PlanApproval::answer_from(answer) {
                Some(approval) => self.approval_planned(*approval),
                None => PlanStatus::Incomplete,
            },
            Ok(answer) if self.form.act == FormKind::Undo => match PlanUndo::answer_from(answer).flatten() {
                Some(undo) => self.undo_planned(*undo),
                None => PlanStatus::NothingToUndo,
            },
            Ok(answer) => PlanChange::answer_from(answer).map_or(PlanStatus::Incomplete, PlanStatus::Ready),
            Err(Failure::Refused(refusal)) => PlanStatus::Refused(refusal),
            Err(failure) => PlanStatus::Failed(failure),
        };
    }

    fn approval_planned(&mut self, approval: ApprovalPlan) -> PlanStatus {
        self.is_changed = approval.differs();
        self.request = Some(Box::new(approval.sheet));
        PlanStatus::Ready(Box::new(approval.plan))
    }

    fn undo_planned(&mut self, undo: UndoPlan) -> PlanStatus {
        self.form.reverses = Some(undo.operation.op);
        self.reversed = Some(Box::new(undo.operation));
        PlanStatus::Ready(Box::new(undo.plan))
    }

    /// Where the cursor of the form is.
    pub fn position(&self) -> FormPosition {
        let field = match self.form.spot {
            FormFocus::Field(_) => self.form.focused(),
            FormFocus::Plan => None,
        };
        match field.map(|f| (f.id, &f.value)) {
            None => FormPosition::Plan,
            Some((FieldId::Other, Value::Text(_))) => FormPosition::Lookup,
            Some((_, Value::Text(_))) => FormPosition::Text,
            Some((_, Value::Area(_))) => FormPosition::Area,
            Some((FieldId::Score, Value::Choice(_))) => FormPosition::Score,
            Some((_, Value::Choice(_))) => FormPosition::Choice,
        }
    }

    /// The contexts of its keys in a dialog.
    fn contexts(&self) -> &'static [KeyContext] {
        match self.position() {
            FormPosition::Text => &[ENTRY, FORM],
            FormPosition::Lookup => &[LOOKUP, ENTRY, FORM],
            FormPosition::Area => &[EDITOR, FORM],
            FormPosition::Choice => &[CHOICE, ENTRY, FORM],
            FormPosition::Score => &[SCORE, CHOICE, ENTRY, FORM],
            FormPosition::Plan => &[PLAN, FORM],
        }
    }

    /// Every chain of contexts that [`Self::keys`] answers.
    pub const PLACES: &'static [KeyChain] = &[
        KeyChain::alone(&[ENTRY, FORM]),
        KeyChain::alone(&[LOOKUP, ENTRY, FORM]),
        KeyChain::alone(&[EDITOR, FORM]),
        KeyChain::popup(&[CHOICE, ENTRY, FORM]),
        KeyChain::popup(&[SCORE, CHOICE, ENTRY, FORM]),
        KeyChain::popup(&[PLAN, FORM]),
    ];

    /// Its keys in a dialog: outside its text fields it is closed like any popup.
    pub fn keys(&self) -> KeyChain {
        match self.position() {
            FormPosition::Text | FormPosition::Lookup | FormPosition::Area => KeyChain::alone(self.contexts()),
            FormPosition::Choice | FormPosition::Score | FormPosition::Plan => KeyChain::popup(self.contexts()),
        }
    }

    /// Who the other member is follows from what was found and chosen.
    pub fn take_other(&mut self) {
        self.form.other = self.lookup.hit(self.form.who.id);
    }

    /// The two members of a merge change places: the one that joined now stays.
    pub fn swap_members(&mut self) {
        if let Some(other) = &mut self.form.other {
            std::mem::swap(other, &mut self.form.who);
            let (no, form) = (other.no.clone(), &mut self.form);
            if let Some(Value::Text(text)) =
                form.fields.iter_mut().find(|f| f.id == FieldId::Other).map(|f| &mut f.value)
            {
                *text = TextField::with(&no);
            }
            self.lookup = MemberPicker::default();
            self.is_touched = true;
        }
    }

    /// What somebody else could approve here and now: a request about to be made, or one that was made.
    pub fn approvable(&self) -> Option<ApprovalWish> {
        if let Some(request) = self.form.approving {
            let seen = self.plan().filter(|_| self.is_current()).map(|plan| Box::new(plan.effect.clone()));
            return Some(ApprovalWish::Request(request, seen));
        }
        match &self.planning {
            PlanStatus::Ready(plan) if plan.effect.proposes.is_some() => Some(ApprovalWish::Plan(plan.clone())),
            PlanStatus::Ready(_)
            | PlanStatus::Waiting { .. }
            | PlanStatus::Incomplete
            | PlanStatus::Refused(_)
            | PlanStatus::Failed(_)
            | PlanStatus::NothingToUndo => None,
        }
    }

    /// Whether it is the filling of a key.
    pub fn is_filling(&self, key: &str) -> bool {
        self.key.as_deref() == Some(key)
    }

    /// The key of this filling, made from the first plan it is asked for.
    pub fn key_for(&mut self, plan: &Plan) -> String {
        self.key.get_or_insert_with(|| plan.op_id.to_string()).clone()
    }
}

/// Where the cursor of a form is, as its keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormPosition {
    /// In a line of text.
    Text,
    /// In a line of text that names another member.
    Lookup,
    /// In a text of several lines.
    Area,
    /// On a choice.
    Choice,
    /// On a score.
    Score,
    /// On the plan.
    Plan,
}

/// Whether a plan may be written without having been looked at: nothing to look at twice, nobody else to ask. Of another's request
/// it never may.
pub fn is_clean(plan: &Plan) -> bool {
    let PlanEffect { warnings, approval, proposes, .. } = &plan.effect;
    warnings.is_empty() && approval.is_none() && proposes.is_none() && plan.approves.is_none()
}

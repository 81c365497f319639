//! A form with the plan of what it would do: one filling, one key, at most one write.

use super::effect::Ticket;
use super::failure::Failure;
use super::form::{FieldProblem, Form};
use crate::domain::operation::OperationRow;
use crate::domain::plan::outcome::{Plan, Refusal};

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
    /// The key of this filling: the id of the first plan that was sent off.
    pub(super) key: Option<String>,
}

impl FormDraft {
    pub fn new(form: Form) -> Self {
        Self { form, planning: PlanStatus::Incomplete, asked: false, problem: None, reversed: None, key: None }
    }

    /// The plan on the screen, current or dimmed.
    pub fn plan(&self) -> Option<&Plan> {
        match &self.planning {
            PlanStatus::Ready(plan) | PlanStatus::Waiting { last: Some(plan), .. } => Some(plan),
            _ => None,
        }
    }

    /// Whether `y` could do something: what would be done is known or will be, and nobody else has to agree.
    pub fn may_confirm(&self) -> bool {
        match &self.planning {
            PlanStatus::Waiting { .. } => true,
            PlanStatus::Ready(plan) => plan.effect.approval.is_none(),
            _ => false,
        }
    }

    /// Whether the plan on the screen is what the form says now.
    pub fn is_current(&self) -> bool {
        matches!(self.planning, PlanStatus::Ready(_))
    }

    pub(super) fn ticket(&self) -> Option<Ticket> {
        match self.planning {
            PlanStatus::Waiting { ticket, .. } => Some(ticket),
            _ => None,
        }
    }

    /// From here on the plan is waited for; the one shown stays, dimmed.
    pub(super) fn wait_for(&mut self, ticket: Ticket) {
        let last = match std::mem::replace(&mut self.planning, PlanStatus::Incomplete) {
            PlanStatus::Ready(plan) | PlanStatus::Waiting { last: Some(plan), .. } => Some(plan),
            _ => None,
        };
        self.planning = PlanStatus::Waiting { ticket, last };
    }

    /// The key of this filling, made from the first plan it is asked for.
    pub(super) fn key_for(&mut self, plan: &Plan) -> String {
        self.key.get_or_insert_with(|| plan.op_id.to_string()).clone()
    }
}

/// Whether a plan may be written without having been looked at: nothing to look at twice, nobody else to ask.
pub(super) fn is_clean(plan: &Plan) -> bool {
    plan.effect.warnings.is_empty() && plan.effect.approval.is_none()
}

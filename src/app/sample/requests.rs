//! Approval requests at the desk in memory.

use super::{FakeDesk, PIN};
use crate::domain::approval_request::{Approval, ApprovalRequest, RequestRow};
use crate::domain::desk_event::by_key;
use crate::domain::num::FileNumber;
use crate::domain::op::{Intent, Propose};
use crate::domain::operation::{ApprovalEntry, OpKind};
use crate::domain::operator::{Operator, Role};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::{Plan, look_up, plan};
use crate::domain::question::{AnyAnswer, AnyQuestion};
use crate::domain::question::{ApprovalPlan, RequestSheet};
use crate::domain::read_models::Committed;
use crate::domain::staff::pin::Pin;
use crate::shell::effect::ApprovalWish;
use crate::shell::failure::Failure;
use uuid::Uuid;

impl FakeDesk {
    pub(super) fn requests(&self) -> Vec<ApprovalRequest> {
        ApprovalRequest::all(&by_key(self.at_desk.clone(), self.now, FileNumber::NONE))
    }

    pub(super) fn plan_or_propose(&mut self, intent: Intent, or_propose: bool) -> Result<Plan, Refusal> {
        let plan = self.plan(intent.clone())?;
        if or_propose && self.has_operators && plan.effect.approval.is_some() {
            return self.plan(Propose { change: Box::new(intent) }.into());
        }
        Ok(plan)
    }

    fn request_row(&self, request: ApprovalRequest) -> RequestRow {
        let profile = request.member.map(|member| &self.files[&member].1);
        let (member_no, member_name) = profile.map(|p| (p.member_no.clone(), p.name.clone())).unzip();
        RequestRow { state: request.state(self.today()), member_no, member_name, request }
    }

    fn sheet(&self, op: Uuid) -> RequestSheet {
        let request = self.requests().into_iter().find(|request| request.op == op).unwrap();
        let (change, proposed) = self.requested.get(&op).cloned().unzip();
        RequestSheet { row: self.request_row(request), change, proposed, note: None }
    }

    /// What it does as somebody: whoever sits here, unless another is named.
    pub(super) fn plan_approval(&mut self, op: Uuid, by: &Operator) -> Result<ApprovalPlan, Refusal> {
        let sheet = self.sheet(op);
        let request = sheet.row.request.clone();
        request.must_be_open(self.today())?;
        let change = sheet.change.clone().unwrap();
        self.ids += 1;
        let op_id = Uuid::from_u128(0x0192_0000 + self.ids);
        let mut context = PlanContext::new(&self.programs, by, self.now, op_id);
        look_up(self, &mut context, &change)?;
        let is_same_person = request.by == by.name;
        context.approval = Some(Approval { request, is_same_person });
        Ok(ApprovalPlan { plan: plan(&context, change)?, sheet })
    }

    pub(super) fn approve_here(
        &mut self,
        wish: &ApprovalWish,
        name: &str,
        pin: &Pin,
        key: &str,
    ) -> Result<Committed, Failure> {
        let refused = |refusal| Failure::Refused(Box::new(refusal));
        if *pin != Pin::typed(PIN) {
            return Err(refused(Refusal::WrongPin { left: 4 }));
        }
        let by = Operator { name: name.to_owned(), role: Role::Owner };
        let request = match wish {
            ApprovalWish::Request(request, _) => *request,
            ApprovalWish::Plan(plan) => {
                self.commit(plan, &format!("{key} asked"));
                plan.op_id
            }
        };
        let approval = self.plan_approval(request, &by).map_err(refused)?;
        Ok(self.commit(&approval.plan, key))
    }

    pub(super) fn request_answer(&mut self, question: AnyQuestion) -> Result<AnyAnswer, Failure> {
        let refused = |refusal| Failure::Refused(Box::new(refusal));
        Ok(match question {
            AnyQuestion::ListRequests(asked) => {
                let about = |request: &ApprovalRequest| asked.member.is_none() || request.member == asked.member;
                let rows = self.requests().into_iter().filter(about).map(|request| self.request_row(request)).collect();
                AnyAnswer::ListRequests(rows)
            }
            AnyQuestion::OpenRequest(asked) => AnyAnswer::OpenRequest(Box::new(self.sheet(asked.id.parse().unwrap()))),
            AnyQuestion::PlanApproval(asked) => {
                let by = self.operator.clone();
                AnyAnswer::PlanApproval(Box::new(self.plan_approval(asked.request, &by).map_err(refused)?))
            }
            other => panic!("that asks for nothing: {other:?}"),
        })
    }
}

/// What an operation has to do with an approval request.
pub(super) fn entry(plan: &Plan) -> Option<ApprovalEntry> {
    match (&plan.intent, plan.approves) {
        (_, Some(request)) => Some(ApprovalEntry::Approves(request)),
        (Intent::Propose(wish), None) => Some(ApprovalEntry::Asks(wish.change.kind())),
        (Intent::AnswerRequest(wish), None) => Some(ApprovalEntry::Answers(wish.request)),
        (intent, None) => {
            assert!(!matches!(intent.kind(), OpKind::Propose | OpKind::Reject | OpKind::Withdraw));
            None
        }
    }
}

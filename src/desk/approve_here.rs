//! Approving at the console of whoever asked: the approver gives name and PIN, and the session stays whose it is.

use super::Desk;
use super::actor::Actor;
use super::approvals::plan_approval;
use super::commit::{approved_by_key, current, write};
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::operator::Operator;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::PlanEffect;
use crate::domain::question::ApprovalPlan;
use crate::domain::read_models::Committed;
use crate::domain::staff::pin::Pin;
use uuid::Uuid;

/// What is approved at the console.
#[derive(Debug, Clone, Copy)]
pub enum ApprovalSubject<'a> {
    /// A request that was made before, with what it was last seen to do; `None`: as it was asked for.
    Request(Uuid, Option<&'a PlanEffect>),
    /// The plan of a request that is made with it.
    Plan(&'a Plan),
}

impl Desk {
    /// Makes a change that somebody else approves, who gives name and PIN. Where by now it would do something else than what was
    /// seen, it is refused (`Stale`). Nothing is written where the approver may not approve it: no request either.
    pub fn approve_here(
        &mut self,
        subject: ApprovalSubject<'_>,
        name: &str,
        pin: &Pin,
        key: Option<&str>,
        now: Instant,
    ) -> Result<Committed, DeskError> {
        let asks = self.actor(&self.operator, now)?;
        let one = self.proven(name, pin, now)?;
        let operator = Operator { name: one.name, role: one.role };
        let approver = Actor { operator, is_guarded: true, card: one.member };
        let gap = self.gap_on(now)?;
        let done = self.store.write(|tx| {
            let (request, seen) = match subject {
                ApprovalSubject::Request(request, seen) => (request, seen),
                ApprovalSubject::Plan(plan) => (plan.op_id, Some(&plan.effect)),
            };
            if let Some(first) = approved_by_key(tx, key, request)? {
                return Ok(first);
            }
            if let ApprovalSubject::Plan(plan) = subject {
                write(tx, current(tx, plan, &asks, now)?.as_ref(), None, now)?;
            }
            let ApprovalPlan { sheet, plan } = plan_approval(tx, &approver, request, now, gap)?;
            let seen = seen.or(sheet.proposed.as_ref()).cloned();
            if let Some(old) = seen.filter(|seen| !seen.does_as(&plan.effect)) {
                return Err(DeskError::Stale { old: Box::new(old), new: Box::new(plan.effect) });
            }
            write(tx, &plan, key, now)
        })?;
        self.afterwards(done, now)
    }
}

//! Approval requests: listed, opened, and planned again as whoever approves them.

use super::Desk;
use super::actor::Actor;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::plan::{make_plan_of, operation_id};
use super::second_person::holder;
use super::undo::resolve;
use super::write_plan::SecretBody;
use crate::domain::approval_request::{ApprovalRequest, RequestRow, RequestState};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::op::Intent;
use crate::domain::plan::outcome::{PlanEffect, Refusal};
use crate::domain::question::{ApprovalPlan, RequestSheet};
use crate::domain::question::{ListRequests, OpenRequest, PlanApproval};
use crate::store::{Store, StoreError};
use uuid::Uuid;

impl Serve<ListRequests> for Desk {
    fn serve(&mut self, question: ListRequests, asking: Asking<'_>) -> Result<Vec<RequestRow>, DeskError> {
        let today = self.programs()?.zone().day_of(asking.now);
        self.store.read(|store| {
            let of_member = question.member.map(|member| holder(store, member)).transpose()?;
            let mut rows = Vec::new();
            for request in store.requests()? {
                if is_about(store, &request, of_member)? {
                    rows.push(row(store, request, today)?);
                }
            }
            rows.sort_by_key(|row| row.state != RequestState::Open);
            Ok(rows)
        })
    }
}

impl Serve<OpenRequest> for Desk {
    fn serve(&mut self, question: OpenRequest, asking: Asking<'_>) -> Result<Box<RequestSheet>, DeskError> {
        let today = self.programs()?.zone().day_of(asking.now);
        self.store.read(|store| {
            let op = resolve(store, &question.id)?;
            let unknown = || Refusal::UnknownRequest { id: question.id.clone() };
            let request = store.request_of(op)?.ok_or_else(unknown)?;
            Ok(Box::new(sheet(store, request, today)?))
        })
    }
}

impl Serve<PlanApproval> for Desk {
    fn serve(&mut self, question: PlanApproval, asking: Asking<'_>) -> Result<Box<ApprovalPlan>, DeskError> {
        let gap = self.gap_on(asking.now)?;
        self.store.read(|store| plan_approval(store, &asking.actor, question.request, asking.now, gap).map(Box::new))
    }
}

/// Whether a request is about the member who holds a file, where one is asked about.
fn is_about(store: &Store, request: &ApprovalRequest, wanted: Option<MemberId>) -> Result<bool, DeskError> {
    let Some(wanted) = wanted else { return Ok(true) };
    for member in store.members_of_request(request.seq)? {
        if holder(store, member)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What approving a request does now, as somebody. The member may have joined another since: then it is done to that one.
pub(super) fn plan_approval(
    store: &Store,
    actor: &Actor,
    request: Uuid,
    now: Instant,
    gap: Option<i64>,
) -> Result<ApprovalPlan, DeskError> {
    let today = store.programs()?.zone().day_of(now);
    let unknown = || Refusal::UnknownRequest { id: request.to_string() };
    let sheet = sheet(store, store.request_of(request)?.ok_or_else(unknown)?, today)?;
    sheet.row.request.must_be_open(today)?;
    let mut change = sheet.change.clone().ok_or(Refusal::RequestErased)?;
    if let Some(member) = change.member_mut() {
        *member = holder(store, *member)?;
    }
    let plan = make_plan_of(store, actor, change, operation_id(now), now, gap, Some(request));
    let plan = plan.map_err(|error| match error {
        // Who would gain by it is one person with the member.
        DeskError::Refused(refusal) if matches!(*refusal, Refusal::OwnCard { .. }) => {
            Refusal::SamePerson { by: actor.operator.name.clone() }.into()
        }
        other => other,
    })?;
    Ok(ApprovalPlan { sheet, plan })
}

fn row(store: &Store, request: ApprovalRequest, today: Day) -> Result<RequestRow, DeskError> {
    let profile = request.member.map(|member| store.profile(member)).transpose()?.flatten();
    let (member_no, member_name) = profile.map(|profile| (profile.member_no, profile.name)).unzip();
    let state = match request.state(today) {
        // What was asked for was erased with its member.
        RequestState::Open | RequestState::Expired if store.secret(request.seq)?.is_none() => RequestState::Withdrawn,
        state => state,
    };
    Ok(RequestRow { request, state, member_no, member_name })
}

fn sheet(store: &Store, request: ApprovalRequest, today: Day) -> Result<RequestSheet, DeskError> {
    let (change, proposed) = asked_for(store, request.seq)?.unzip();
    let end = request.end.as_ref().filter(|end| matches!(end.state, RequestState::Rejected | RequestState::Withdrawn));
    let note = end.map(|end| store.note_of_operation(end.op)).transpose()?.flatten();
    Ok(RequestSheet { row: row(store, request, today)?, change, proposed: proposed.flatten(), note })
}

/// The change that an operation asked for, and what it would have done then.
fn asked_for(store: &Store, seq: OpSeq) -> Result<Option<(Intent, Option<PlanEffect>)>, DeskError> {
    let Some(body) = store.secret(seq)? else { return Ok(None) };
    let damaged = || StoreError::Damaged(format!("op_secret {}", seq.0));
    let kept: SecretBody = serde_json::from_str(&body).map_err(|_| damaged())?;
    let Intent::Propose(wish) = kept.secret.intent else { return Err(damaged().into()) };
    Ok(Some((*wish.change, kept.effect)))
}

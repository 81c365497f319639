//! Questions that tests put to a desk, in few words.

use loyaltui::desk::Desk;
use loyaltui::desk::error::DeskError;
use loyaltui::domain::day::{Day, Instant};
use loyaltui::domain::feedback::Case;
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::{FactId, MemberId, OpSeq};
use loyaltui::domain::op::Intent;
use loyaltui::domain::operation::OperationRow;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::plan::Plan;
use loyaltui::domain::question::{
    FeedbackListQuery, FeedbackRows, FindMemberByNo, FindMembers, FindOperation, FindOperationAt, ListFeedback,
    ListOperations, OpenCase, OpenMember, OperationPage, PlanChange, ReadProfile, VerifyFile,
};
use loyaltui::domain::read_models::{Found, MemberRecord};
use loyaltui::domain::verification::VerifyReport;
use uuid::Uuid;

/// Questions of somebody who may ask everything.
pub trait Asks {
    fn find(&mut self, query: &str, limit: usize, now: Instant) -> Result<Found, DeskError>;
    fn member_by_no(&mut self, member_no: &str) -> Result<MemberId, DeskError>;
    fn open_member(
        &mut self,
        member: MemberId,
        as_of: Option<Day>,
        now: Instant,
    ) -> Result<Box<MemberRecord>, DeskError>;
    fn profile(&mut self, member: MemberId) -> Result<Box<Profile>, DeskError>;
    fn feedback(&mut self, list: FeedbackListQuery, now: Instant) -> Result<FeedbackRows, DeskError>;
    fn case(&mut self, case: FactId) -> Result<Option<Box<Case>>, DeskError>;
    fn journal(&mut self, query: &str, limit: usize) -> Result<OperationPage, DeskError>;
    fn operation(&mut self, id: Uuid) -> Result<Box<OperationRow>, DeskError>;
    fn operation_at(&mut self, seq: OpSeq) -> Result<Option<Uuid>, DeskError>;
    fn plan(&mut self, intent: Intent, now: Instant) -> Result<Box<Plan>, DeskError>;
    fn verify(&mut self) -> Result<Box<VerifyReport>, DeskError>;
}

/// An instant for questions whose answer does not depend on it.
const ANY_TIME: Instant = Instant(1_795_312_800_000);

fn anybody() -> Operator {
    Operator { name: "anybody".to_owned(), role: Role::Owner }
}

impl Asks for Desk {
    fn find(&mut self, query: &str, limit: usize, now: Instant) -> Result<Found, DeskError> {
        self.ask(&anybody(), FindMembers { query: query.to_owned(), limit, as_of: None, with_month: false }, now)
    }

    fn member_by_no(&mut self, member_no: &str) -> Result<MemberId, DeskError> {
        self.ask(&anybody(), FindMemberByNo { member_no: member_no.to_owned() }, ANY_TIME)
    }

    fn open_member(
        &mut self,
        member: MemberId,
        as_of: Option<Day>,
        now: Instant,
    ) -> Result<Box<MemberRecord>, DeskError> {
        self.ask(&anybody(), OpenMember { member, as_of }, now)
    }

    fn profile(&mut self, member: MemberId) -> Result<Box<Profile>, DeskError> {
        self.ask(&anybody(), ReadProfile { member }, ANY_TIME)
    }

    fn feedback(&mut self, list: FeedbackListQuery, now: Instant) -> Result<FeedbackRows, DeskError> {
        self.ask(&anybody(), ListFeedback { list, limit: usize::MAX }, now)
    }

    fn case(&mut self, case: FactId) -> Result<Option<Box<Case>>, DeskError> {
        self.ask(&anybody(), OpenCase { case, as_of: None }, ANY_TIME)
    }

    fn journal(&mut self, query: &str, limit: usize) -> Result<OperationPage, DeskError> {
        self.ask(&anybody(), ListOperations { query: query.to_owned(), limit }, ANY_TIME)
    }

    fn operation(&mut self, id: Uuid) -> Result<Box<OperationRow>, DeskError> {
        self.ask(&anybody(), FindOperation { id: id.to_string() }, ANY_TIME)
    }

    fn operation_at(&mut self, seq: OpSeq) -> Result<Option<Uuid>, DeskError> {
        self.ask(&anybody(), FindOperationAt { seq }, ANY_TIME)
    }

    fn plan(&mut self, intent: Intent, now: Instant) -> Result<Box<Plan>, DeskError> {
        let operator = self.operator().clone();
        self.ask(&operator, PlanChange { intent, or_propose: false }, now)
    }

    fn verify(&mut self) -> Result<Box<VerifyReport>, DeskError> {
        self.ask(&anybody(), VerifyFile::default(), ANY_TIME)
    }
}

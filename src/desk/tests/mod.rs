//! The desk on a store in memory: what is committed is what was planned, once, and can be found again.

mod alerts;
mod anything;
mod approvals;
mod ask;
mod audit;
mod bytes;
mod care;
mod clock;
mod columns;
mod commit;
mod cuts;
mod export;
mod feedback;
mod filters;
mod find;
mod join;
mod journal;
mod late;
mod matrix;
mod measures;
mod moved;
mod operators;
mod overview;
mod parting;
mod plan;
mod restore;
mod roles;
mod spent;
mod survey;
mod verify;
mod views;
mod void;
mod windows;
mod worth;

use super::Desk;
use super::error::DeskError;
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::member::Profile;
use crate::domain::num::{MemberId, Points};
use crate::domain::op::{self, Intent};
use crate::domain::operator::Operator;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::DEFAULT_TOML;
use crate::domain::read_models::Committed;
pub use crate::world::data_file::{NOW, adjust, desk_with};
use crate::world::operator;

pub fn later(days: i64) -> Instant {
    Instant(NOW.0 + days * DAY_MS)
}

pub fn owner() -> Operator {
    operator("李雯")
}

pub fn desk() -> Desk {
    desk_with(DEFAULT_TOML)
}

/// A desk with one member, `M1`.
pub fn with_member() -> (Desk, MemberId) {
    let mut desk = desk();
    let member = enrol(&mut desk, "M1", "张伟");
    (desk, member)
}

pub fn enrol(desk: &mut Desk, member_no: &str, name: &str) -> MemberId {
    let profile = Profile {
        member_no: member_no.to_owned(),
        name: name.to_owned(),
        phone: "13812345678".to_owned(),
        email: "zhang.wei@example.com".to_owned(),
        ..Profile::default()
    };
    done(desk, &Intent::Enrol(op::Enrol { profile: Box::new(profile) })).member.unwrap()
}

impl Desk {
    /// What an intent of who sits here would do.
    pub(super) fn plan(&self, intent: Intent, now: Instant) -> Result<Plan, DeskError> {
        self.plan_for(&self.actor(&self.operator, now)?, intent, now)
    }
}

pub fn done(desk: &mut Desk, intent: &Intent) -> Committed {
    let plan = desk.plan(intent.clone(), NOW).unwrap();
    desk.commit(&plan, None, NOW).unwrap()
}

pub fn refusal<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> Refusal {
    match answer {
        Err(DeskError::Refused(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

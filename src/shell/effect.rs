//! What the screen wants done. Plain data; the runtime does it.
//!
//! A question is answered by exactly one [`Reply`](super::msg::Reply) that carries the same ticket, unless it was stopped or
//! interrupted for a newer one of its [`Lane`]: then no answer comes. What writes is never dropped.

pub use super::ticket::Ticket;
use crate::domain::day::Day;
use crate::domain::export::Export;
use crate::domain::import::intake::ImportPlan;
use crate::domain::lang::Lang;
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::PlanEffect;
use crate::domain::question::{AnyQuestion, Lane};
use crate::domain::staff::pin::Pin;
use uuid::Uuid;

/// One thing to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put a question to the desk. Answered by `Reply::Answered`; what takes long says how far it is by `Reply::Progress`.
    Ask(Ticket, AnyQuestion),
    /// Stop the question of a lane that is under way, and forget the one that waits there. No answer comes.
    Stop(Lane),
    /// Write a plan. Answered by `Reply::Committed`. At most one is in flight.
    Commit {
        ticket: Ticket,
        plan: Box<Plan>,
        /// One filling of a form has one key, so that it can't be written twice.
        key: String,
    },
    /// Write a change that somebody else approves, who gives name and PIN. Answered by `Reply::Committed`.
    Approve {
        ticket: Ticket,
        wish: Box<ApprovalWish>,
        /// The approver.
        name: String,
        pin: Pin,
        key: String,
    },
    /// Write something that is no change of a member. Answered by `Reply::Performed`.
    Perform(Ticket, Box<Task>),
    /// Stop a `Perform` that is under way: what it has written stays. No answer comes.
    StopTask(Ticket),
    /// The map of a day (`None`: today) is on the screen: members may be listed soon, and their files looked at. No answer comes.
    WarmLists(Option<Day>),
    /// Nobody looks at segments any more: columns of everybody may go. No answer comes.
    DropColumns,
    /// Put text on the clipboard (OSC 52).
    Copy(String),
    /// Switch the reporting of the mouse on or off.
    Mouse(bool),
    /// Give the terminal back and stop, until `fg`.
    Suspend,
    /// Leave. Comes only when no write is in flight.
    Quit,
}

/// What somebody approves at this console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalWish {
    /// The plan of a request that is made with it.
    Plan(Box<Plan>),
    /// A request that was made before, with what it was last seen to do; `None`: as it was asked for.
    Request(Uuid, Option<Box<PlanEffect>>),
}

/// Something written that is no change of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Save a filter under a name, in place of the one that had it.
    SaveFilter { name: String, query: String },
    /// Look whether a PIN is that of who sits here, and go on with the session.
    Unlock(Pin),
    /// Delete the saved filter of a name.
    DeleteFilter(String),
    /// Export a list to a CSV file that is not there yet.
    Export {
        export: Export,
        /// The file as it was typed; `~/` is the home folder.
        path: String,
    },
    /// Save the figures of a day as a page that is not there yet.
    Report {
        /// Only members who fit this filter; `*`: all.
        base: String,
        /// A past day; `None`: today.
        as_of: Option<Day>,
        lang: Lang,
        /// The file as it was typed; `~/` is the home folder.
        path: String,
    },
    /// Import a file.
    Import(Box<ImportPlan>),
    /// Sign the newest checkpoint into a file that is not there yet.
    SignCheckpoint {
        /// The file as it was typed; `~/` is the home folder.
        path: String,
    },
    /// Record what an auditor did: a finding signed, a sample drawn or judged.
    Audit(Box<Intent>),
    /// Record that phone and e-mail of a member are looked at, and why.
    Reveal { member: MemberId, reason: String },
    /// Write everything that is known of one member to a JSON file that is not there yet.
    ExportMember {
        member: MemberId,
        /// The file as it was typed; `~/` is the home folder.
        path: String,
    },
}

//! What every operation that can be wished for says of itself.

use super::kind::OpKind;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::member::Profile;
use crate::domain::num::{MemberId, Points};
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::draft::PlanBody;
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::ReasonCodes;
use crate::domain::staff::change::OperatorChange;
use uuid::Uuid;

/// The intent of one operation. Everything but its plan is told without looking anywhere.
pub trait Plannable: Sized {
    /// The reason codes it takes. Its plan checks the one given against them.
    const REASONS: ReasonCodes = ReasonCodes::Never;

    /// The same with texts trimmed and blank ones left out.
    #[must_use]
    fn tidied(self) -> Self {
        self
    }

    /// The kind that the journal files it under.
    fn kind(&self) -> OpKind;

    /// The member that it is filed under where that is not the first one its plan touches.
    fn main_member(&self) -> Option<MemberId> {
        None
    }

    /// The member whose file changes, where it may have gone on in another's since the change was wished for.
    fn member_mut(&mut self) -> Option<&mut MemberId> {
        None
    }

    /// The reason code given.
    fn reason(&self) -> Option<&str> {
        None
    }

    /// Its fields by the names that documents and sentences have for them, in the order of documents.
    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)>;

    /// Loads what the plan is made from. A plan's members stand in the order of its effect.
    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error>;

    /// What it would do, or why it can't be done. Looks nowhere but into the context.
    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal>;

    /// One with every field filled, for the tests that look at each operation.
    #[cfg(test)]
    fn example() -> Self;
}

/// The value of a field, by its meaning: documents write codes and numbers, sentences write names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// A member: its number in documents, name and number in sentences.
    Member(Option<MemberId>),
    /// Points without a sign.
    Points(Points),
    /// Points with their sign.
    SignedPoints(Points),
    /// A reason code of the programme.
    Reason(Option<&'a str>),
    /// A tier code of the programme.
    Tier(&'a str),
    /// How an override acts.
    Mode(OverrideMode),
    /// A member's status.
    Status(Status),
    /// A day.
    Day(Day),
    /// An instant.
    Instant(Option<Instant>),
    /// Another operation.
    Operation(Uuid),
    /// A plain number.
    Number(Option<i64>),
    /// Yes or no.
    Flag(bool),
    /// Text or a code that is shown as it is.
    Text(Option<&'a str>),
    /// What is so of an operator.
    Operator(&'a OperatorChange),
    /// A profile; contact fields are masked wherever it is shown.
    Profile(&'a Profile),
}

/// Trims a text; a blank one is none.
pub fn tidy(text: &mut Option<String>) {
    *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
}

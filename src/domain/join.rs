//! Rows of one data file as another one has them.
//!
//! A file knows its own rows by small numbers, and those of the others with their file's number in front (see
//! [`joined`]). What is hashed is a row as its own file has it; so whoever holds a row of
//! another file must be able to say it in that file's numbers, to the last bit.

use super::desk_event::DeskEventKind;
use super::fact::{EventKind, Fact};
use super::journal::Operation;
use super::num::{FactId, FileNumber, LabelId, MemberId, OpSeq, joined, within};

/// From one file's numbers to another's. The way back is the same with the two exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renumbering {
    /// The file whose numbers are given.
    pub from: FileNumber,
    /// The file whose numbers are wanted.
    pub to: FileNumber,
}

impl Renumbering {
    /// Whether every number stays as it is.
    pub fn is_identity(self) -> bool {
        self.from == self.to
    }

    /// A number of any kind of row but a member's: members have rows of their own in every file, without gaps.
    pub fn number(self, number: i64) -> i64 {
        within(joined(number, self.from), self.to)
    }

    /// A fact or an event.
    pub fn fact_id(self, id: FactId) -> FactId {
        FactId(self.number(id.0))
    }

    /// An operation.
    pub fn op(self, op: OpSeq) -> OpSeq {
        OpSeq(self.number(op.0))
    }

    /// A label.
    pub fn label(self, label: LabelId) -> LabelId {
        LabelId(self.number(label.0))
    }

    /// A fact with the rows it names; `member` is its member's number there.
    #[must_use]
    pub fn fact(self, fact: &Fact, member: MemberId) -> Fact {
        Fact {
            id: self.fact_id(fact.id),
            member,
            op: self.op(fact.op),
            link: fact.link.map(|link| self.fact_id(link)),
            store: self.label(fact.store),
            channel: self.label(fact.channel),
            ..fact.clone()
        }
    }

    /// An operation with the rows it names; `member` is its member's number there.
    #[must_use]
    pub fn operation(self, op: &Operation, member: Option<MemberId>) -> Operation {
        Operation {
            seq: self.op(op.seq),
            member,
            reverses: op.reverses.map(|seq| self.op(seq)),
            batch: op.batch.map(|seq| self.op(seq)),
            program: self.number(op.program),
            ..op.clone()
        }
    }

    /// What a desk event says, with the rows it names.
    #[must_use]
    pub fn desk_event_kind(self, kind: DeskEventKind) -> DeskEventKind {
        match kind {
            // A file's number and how far it has joined are said in its own numbers everywhere.
            // A review and a sample are of one file's audit log, and name its operations by that file's numbers.
            DeskEventKind::Numbered { .. }
            | DeskEventKind::Joined { .. }
            | DeskEventKind::Acknowledged(_)
            | DeskEventKind::Reviewed { .. }
            | DeskEventKind::Sample(_) => kind,
            DeskEventKind::Operator(_) | DeskEventKind::Proposal(_) => {
                let member = kind.member().map(|member| MemberId(self.number(member.0)));
                kind.with_member(member)
            }
            DeskEventKind::Counts { of, counts } => DeskEventKind::Counts { of: self.fact_id(of), counts },
            DeskEventKind::TextErased { of } => DeskEventKind::TextErased { of: self.fact_id(of) },
        }
    }

    /// What an event says, with the rows it names. `member` answers the number of a member there.
    pub fn event_kind<E>(
        self,
        kind: EventKind,
        mut member: impl FnMut(MemberId) -> Result<MemberId, E>,
    ) -> Result<EventKind, E> {
        Ok(match kind {
            EventKind::Enrol { .. }
            | EventKind::Profile { .. }
            | EventKind::Status { .. }
            | EventKind::Override { .. }
            | EventKind::TierImport { .. }
            | EventKind::Erase
            | EventKind::Feedback { .. }
            | EventKind::Contact { .. }
            | EventKind::Interactions { .. }
            | EventKind::ChurnReason { .. } => kind,
            EventKind::OverrideEnd { of } => EventKind::OverrideEnd { of: self.fact_id(of) },
            EventKind::OverrideAgain { of } => EventKind::OverrideAgain { of: self.fact_id(of) },
            EventKind::Absorb { from } => EventKind::Absorb { from: member(from)? },
            EventKind::MergedInto { into } => EventKind::MergedInto { into: member(into)? },
            EventKind::Unmerge { of, other } => EventKind::Unmerge { of: self.fact_id(of), other: member(other)? },
            EventKind::FeedbackCounts { of, counts } => EventKind::FeedbackCounts { of: self.fact_id(of), counts },
            EventKind::Case { of, change, text } => EventKind::Case { of: self.fact_id(of), change, text },
            EventKind::CaseCounts { case, of, counts } => {
                EventKind::CaseCounts { case: self.fact_id(case), of: self.fact_id(of), counts }
            }
            EventKind::Counts { of, counts } => EventKind::Counts { of: self.fact_id(of), counts },
        })
    }
}

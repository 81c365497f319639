//! Another operation reversed by a linked counter-entry, itself visible and, for most kinds, itself reversible.
//!
//! What reverses an operation is said in the room of its kind; an undo goes back to the room at the beginning of the chain.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::writes::{Writes, writes};
use crate::domain::feedback::case::feedback_about;
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::plan::context::{PlanContext, Reversal, Subject};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::{Lookup, PastOperation, holder_of};
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::purchase;
use crate::domain::plan::words::ReasonCodes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// An undo writes what the room declares whose operation it reverses.
pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// How many later operations a refusal names at most.
const NAMED_MAX: usize = 20;

/// Another operation is reversed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// The operation.
    pub op: Uuid,
    /// Reason code of the programme.
    pub reason: Option<String>,
}

impl Plannable for Undo {
    const REASONS: ReasonCodes = ReasonCodes::OfProgramOrNone;

    fn kind(&self) -> OpKind {
        OpKind::Undo
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("op", FieldValue::Operation(self.op)), ("reason", FieldValue::Reason(self.reason.as_deref()))]
    }

    /// Loads the operation to be reversed and the members it touched; nothing where there is no such operation.
    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let Some(asked) = file.operation(self.op)? else { return Ok(()) };
        // A step of an import stands for the whole of it.
        let Some(op) = file.operation_at(asked.batch.unwrap_or(asked.seq))? else { return Ok(()) };
        let mut reversal = Reversal::of(op.seq, op.kind, op.operator.clone());
        find_root(file, &op, &mut reversal)?;
        reversal.reversals = reversals_of(file, op.seq)?;
        if reversal.root.is_undone_whole() {
            look_up_whole(file, context, &mut reversal)?;
            context.reversal = Some(reversal);
            return Ok(());
        }
        reversal.profiles = file.profiles_around(op.seq)?;
        if op.member.is_none() {
            reversal.desk_events = file.desk_events_of(op.seq)?;
        }
        if let Some(member) = op.member {
            add_member(file, context, member)?;
            for other in context.members.first().map(|first| others(first, op.seq)).unwrap_or_default() {
                add_member(file, context, other)?;
            }
        }
        for fact in file.facts_of(op.seq)? {
            add_member(file, context, fact.member)?;
        }
        add_holders(file, context, op.seq)?;
        let histories = || context.members.iter().map(|s| &s.history);
        reversal.facts = histories().flat_map(|h| &h.facts).filter(|f| f.op == op.seq).cloned().collect();
        reversal.events = histories().flat_map(|h| &h.events).filter(|e| e.op == op.seq).cloned().collect();
        let ops = histories().flat_map(|h| h.facts.iter().map(|f| f.op).chain(h.events.iter().map(|e| e.op)));
        let later: BTreeSet<OpSeq> = ops.filter(|seq| *seq > op.seq).collect();
        reversal.later = named(file, later.into_iter().rev())?;
        add_case(file, context, &mut reversal)?;
        context.reversal = Some(reversal);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let unknown = || Refusal::UnknownOperation { op: self.op.to_string() };
        let reversal = context.reversal.as_ref().ok_or_else(unknown)?;
        Self::REASONS.check(context.program(), self.reason(), None)?;
        if let Some(refusal) = reversal.done_already() {
            return Err(refusal);
        }
        let mut draft = PlanDraft::new(context);
        draft.reverses = Some(reversal.seq);
        by_room(draft, context, reversal)
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { op: Uuid::from_u128(7), reason: Some("correction".to_owned()) }
    }
}

/// Hands a reversal on to the room of the kind at the beginning of its chain.
macro_rules! reversals {
    ($($room:ident: $($Intent:ident)? => $($Kind:ident = $code:literal $word:literal),+;)+) => {
        fn by_room(draft: PlanDraft<'_>, context: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
            match reversal.root {
                $($(OpKind::$Kind)|+ => super::$room::reverse(draft, context, reversal),)+
            }
        }
    };
}

operations!(reversals);

/// The beginning of a chain is never an undo, unless what it reverses is missing.
fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}

/// What has reversed an operation, what has reversed that, and so on.
fn reversals_of<L: Lookup>(file: &L, seq: OpSeq) -> Result<Vec<Uuid>, L::Error> {
    let mut found = Vec::new();
    let mut next = file.reversed_by(seq)?;
    while let Some(by) = next {
        found.push(by);
        next = file.operation(by)?.map(|op| file.reversed_by(op.seq)).transpose()?.flatten();
    }
    Ok(found)
}

/// Notes the operation that a chain of undos began with.
fn find_root<L: Lookup>(file: &L, op: &PastOperation, reversal: &mut Reversal) -> Result<(), L::Error> {
    let mut before = op.reverses;
    while reversal.root == OpKind::Undo
        && let Some(reversed) = before.map(|seq| file.operation_at(seq)).transpose()?.flatten()
    {
        (reversal.root, reversal.began) = (reversed.kind, reversed.seq);
        reversal.undos += 1;
        before = reversed.reverses;
    }
    Ok(())
}

/// Loads what an undo takes out of every fold, or lets count again.
fn look_up_whole<L: Lookup>(file: &L, context: &mut PlanContext<'_>, reversal: &mut Reversal) -> Result<(), L::Error> {
    if !reversal.reversals.is_empty() {
        return Ok(());
    }
    if reversal.root == OpKind::Import {
        reversal.batch = Some(if reversal.restores() {
            file.undone_batch(reversal.began, reversal.seq)?
        } else {
            file.import_batch(reversal.began, context.programs, context.today())?
        });
        return Ok(());
    }
    reversal.facts = file.facts_of(reversal.began)?;
    for fact in &reversal.facts {
        let holder = holder_of(file, fact.member)?;
        if context.members.iter().all(|s| s.history.member != holder.history.member) {
            context.members.push(holder);
        }
    }
    let dependents = purchase::dependents(reversal, &context.members);
    reversal.later = named(file, dependents.into_iter().rev())?;
    Ok(())
}

/// Adds whoever has by now what an operation wrote on the members at hand: points spent on an order have gone with it when a merge was
/// taken away.
fn add_holders<L: Lookup>(file: &L, context: &mut PlanContext<'_>, op: OpSeq) -> Result<(), L::Error> {
    let gone = context.members.iter().flat_map(|s| s.history.gone_with_orders(op)).collect::<BTreeSet<_>>();
    for member in gone {
        let holder = holder_of(file, member)?;
        add_member(file, context, holder.history.member)?;
    }
    Ok(())
}

/// The other side of a merge that an operation made or took away.
fn others(subject: &Subject, op: OpSeq) -> Vec<MemberId> {
    subject.history.events.iter().filter(|e| e.op == op).filter_map(|e| e.kind.other_member()).collect()
}

fn add_member<L: Lookup>(file: &L, context: &mut PlanContext<'_>, member: MemberId) -> Result<(), L::Error> {
    if context.members.iter().all(|s| s.history.member != member) {
        context.members.push(file.subject(member)?);
    }
    Ok(())
}

/// Feedback may be an unknown customer's, and later work on its case need not be its member's.
fn add_case<L: Lookup>(file: &L, context: &mut PlanContext<'_>, reversal: &mut Reversal) -> Result<(), L::Error> {
    if reversal.events.is_empty() && reversal.facts.is_empty() {
        reversal.events = file.events_of(reversal.seq)?;
    }
    let Some(first) = reversal.events.first() else { return Ok(()) };
    let Some(feedback) = feedback_about(first, |id| file.event(id))? else { return Ok(()) };
    context.case = file.case_file(feedback)?;
    let ops: BTreeSet<OpSeq> = context.case.iter().flat_map(|file| &file.later).map(|e| e.op).collect();
    reversal.later = named(file, ops.into_iter().filter(|seq| *seq > reversal.seq).rev())?;
    Ok(())
}

/// The newest of some operations with their ids.
fn named<L: Lookup>(file: &L, seqs: impl Iterator<Item = OpSeq>) -> Result<Vec<(OpSeq, Uuid)>, L::Error> {
    let mut named = Vec::new();
    for seq in seqs.take(NAMED_MAX) {
        named.extend(file.operation_at(seq)?.map(|op| (seq, op.id)));
    }
    Ok(named)
}

//! Reading the journal: by words and `field:value` filters, one operation, the newest one to undo.

use super::Desk;
use super::actor::Actor;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::journal_filter;
use super::undo::resolve;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::op::{self, Intent};
use crate::domain::operation::{OpKind, OperationRow};
use crate::domain::permission::Permission;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{
    FindOperation, FindOperationAt, IsRecorded, ListOperations, OperationPage, ReadCheckpoint,
};
use crate::domain::verification::Checkpoint;
use crate::store::listing::{JournalCondition, JournalFilter};
use uuid::Uuid;

/// Operations of a member that are looked at for one to undo.
const LOOK_BACK: usize = 50;

impl Desk {
    /// Answers [`ListOperations`].
    pub(super) fn journal(&self, query: &str, limit: usize) -> Result<OperationPage, DeskError> {
        self.store.read(|store| {
            let (rows, total) =
                store.journal_page(&journal_filter::read(store, store.programs()?.zone(), query)?, limit)?;
            Ok(OperationPage { rows, total })
        })
    }

    /// Answers [`FindOperation`].
    pub(super) fn operation(&self, id: &str) -> Result<OperationRow, DeskError> {
        self.store.read(|store| {
            let op = resolve(store, id)?;
            let unknown = || Refusal::UnknownOperation { op: id.to_owned() };
            Ok(store.operation_row(op)?.ok_or_else(unknown)?)
        })
    }

    /// The newest change of a member that is in force and that an operator can still undo, as things stand now.
    pub(super) fn last_reversible(
        &self,
        actor: &Actor,
        member: MemberId,
        now: Instant,
    ) -> Result<Option<OperationRow>, DeskError> {
        for (row, takes_back) in self.unreversed(member)? {
            if !takes_back && self.can_undo(actor, &row, now)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// The newest undo of a member that an operator can take back, where nothing has been changed since.
    pub(super) fn last_undo(
        &self,
        actor: &Actor,
        member: MemberId,
        now: Instant,
    ) -> Result<Option<OperationRow>, DeskError> {
        for (row, takes_back) in self.unreversed(member)? {
            if takes_back {
                return Ok(if self.can_undo(actor, &row, now)? { Some(row) } else { None });
            }
            // A change of its own ends the way forward; what was itself brought back does not.
            if row.reverses.is_none() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// The newest operations of a member that were not reversed, the newest first, each with whether it takes a change back: an
    /// undo does, the undo of an undo does not.
    fn unreversed(&self, member: MemberId) -> Result<Vec<(OperationRow, bool)>, DeskError> {
        let conditions = JournalFilter::of(vec![JournalCondition::Member(member)]);
        let (rows, _) = self.store.journal_page(&conditions, LOOK_BACK)?;
        let steps = |row: &OperationRow| {
            let before = |op: &Uuid| rows.iter().find(|row| row.op == *op).and_then(|row| row.reverses);
            std::iter::successors(row.reverses, before).count()
        };
        let parity: Vec<bool> = rows.iter().map(|row| steps(row) % 2 == 1).collect();
        Ok(rows.into_iter().zip(parity).filter(|(row, _)| row.reversed_by.is_none()).collect())
    }

    fn can_undo(&self, actor: &Actor, row: &OperationRow, now: Instant) -> Result<bool, DeskError> {
        match self.plan_for(actor, Intent::Undo(op::Undo { op: row.op, reason: None }), now) {
            Ok(_) => Ok(true),
            Err(DeskError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Answers [`ReadCheckpoint`]: the newest place of the journal, its hash and the tree up to it: noted elsewhere, `verify` compares with it later.
    pub(crate) fn checkpoint(&self) -> Result<Option<Checkpoint>, DeskError> {
        self.store.read(|store| {
            let Some((op, hash)) = store.newest_operation()? else { return Ok(None) };
            Ok(Some(Checkpoint::of(&op, &hash, &store.tree_edge()?, store.origin())))
        })
    }
}

/// What an auditor noted is for those who audit.
fn keep_from(actor: &Actor, row: &mut OperationRow) {
    let is_audit = matches!(row.kind, OpKind::Review | OpKind::Sample);
    if is_audit && actor.check(Permission::Audit).is_err() {
        row.note = None;
    }
}

impl Serve<ListOperations> for Desk {
    fn serve(&mut self, question: ListOperations, asking: Asking<'_>) -> Result<OperationPage, DeskError> {
        let mut page = self.journal(&question.query, question.limit)?;
        page.rows.iter_mut().for_each(|row| keep_from(&asking.actor, row));
        Ok(page)
    }
}

impl Serve<FindOperation> for Desk {
    fn serve(&mut self, question: FindOperation, asking: Asking<'_>) -> Result<Box<OperationRow>, DeskError> {
        let mut row = self.operation(&question.id)?;
        keep_from(&asking.actor, &mut row);
        Ok(Box::new(row))
    }
}

impl Serve<FindOperationAt> for Desk {
    fn serve(&mut self, question: FindOperationAt, _: Asking<'_>) -> Result<Option<Uuid>, DeskError> {
        Ok(self.store.operation_at(question.seq)?.map(|(op, _)| op.id))
    }
}

impl Serve<IsRecorded> for Desk {
    fn serve(&mut self, question: IsRecorded, _: Asking<'_>) -> Result<bool, DeskError> {
        Ok(self.store.operation(question.op)?.is_some())
    }
}

impl Serve<ReadCheckpoint> for Desk {
    fn serve(&mut self, _: ReadCheckpoint, _: Asking<'_>) -> Result<Option<Checkpoint>, DeskError> {
        self.checkpoint()
    }
}

//! Reading the journal: by words and `field:value` filters, one operation, the newest one to undo.

use super::Desk;
use super::actor::Actor;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::undo::resolve;
use crate::domain::day::{Day, Instant};
use crate::domain::num::MemberId;
use crate::domain::op::{self, Intent};
use crate::domain::operation::{OpKind, OperationRow};
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::{Expected, FilterProblem, QueryError, nearest};
use crate::domain::question::{
    FindOperation, FindOperationAt, IsRecorded, ListOperations, OperationPage, ReadCheckpoint,
};
use crate::domain::verification::Checkpoint;
use crate::store::Store;
use crate::store::listing::{JournalCondition, JournalFilter};
use uuid::Uuid;

/// Operations of a member that are looked at for one to undo.
const LOOK_BACK: usize = 50;

impl Desk {
    /// Answers [`ListOperations`].
    pub(super) fn journal(&self, query: &str, limit: usize) -> Result<OperationPage, DeskError> {
        self.store.read(|store| {
            let (rows, total) = store.journal_page(&filter(store, query)?, limit)?;
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
    pub(super) fn checkpoint(&self) -> Result<Option<Checkpoint>, DeskError> {
        self.store.read(|store| {
            let Some((op, hash)) = store.newest_operation()? else { return Ok(None) };
            Ok(Some(Checkpoint::of(&op, &hash, &store.tree_edge()?, store.origin())))
        })
    }
}

impl Serve<ListOperations> for Desk {
    fn serve(&mut self, question: ListOperations, _: Asking<'_>) -> Result<OperationPage, DeskError> {
        self.journal(&question.query, question.limit)
    }
}

impl Serve<FindOperation> for Desk {
    fn serve(&mut self, question: FindOperation, _: Asking<'_>) -> Result<Box<OperationRow>, DeskError> {
        self.operation(&question.id).map(Box::new)
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

fn filter(store: &Store, query: &str) -> Result<JournalFilter, DeskError> {
    let mut terms = Vec::new();
    for word in query.split_whitespace() {
        let term = match word.split_once(':') {
            Some((field, value)) if is_field(field) && !value.starts_with(['/', '\\']) => {
                let column = column_of(query, word);
                named_term(store, field, value).map_err(|problem| match problem {
                    Unreadable::Field(nearest) => {
                        bad_query(column, FilterProblem::UnknownField { field: field.to_owned(), nearest })
                    }
                    Unreadable::Value(problem) => bad_query(column + field.chars().count() + 1, problem),
                    Unreadable::Not(error) => error,
                })?
            }
            _ => free_term(store, word)?,
        };
        terms.push(term);
    }
    Ok(JournalFilter::of(terms))
}

/// Words that stand before a colon; times of day, drives and addresses are none.
fn is_field(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(|c| c.is_alphabetic() || c == '_')
}

/// Where a word of a query stands, in characters from 1.
fn column_of(query: &str, word: &str) -> usize {
    let before = word.as_ptr().addr().saturating_sub(query.as_ptr().addr());
    query.get(..before).map_or(1, |before| before.chars().count() + 1)
}

fn bad_query(column: usize, problem: FilterProblem) -> DeskError {
    Refusal::BadQuery { error: QueryError { column, problem } }.into()
}

/// Why a condition can't be read, or could not be looked up.
enum Unreadable {
    /// There is no such field; the nearest one.
    Field(Option<String>),
    Value(FilterProblem),
    Not(DeskError),
}

impl<E: Into<DeskError>> From<E> for Unreadable {
    fn from(error: E) -> Self {
        Self::Not(error.into())
    }
}

/// The fields of a query of the journal.
const FIELDS: [&str; 7] = ["kind", "operator", "member", "reason", "since", "until", "op"];

fn named_term(store: &Store, field: &str, value: &str) -> Result<JournalCondition, Unreadable> {
    let name = field.to_lowercase();
    if !FIELDS.contains(&name.as_str()) {
        return Err(Unreadable::Field(nearest(&name, FIELDS.into_iter())));
    }
    if value.is_empty() {
        return Err(Unreadable::Value(FilterProblem::NoValue { field: name }));
    }
    let day = || {
        let bad = FilterProblem::BadValue { field: name.clone(), value: value.to_owned(), expected: Expected::Date };
        Day::parse(value).ok_or(Unreadable::Value(bad))
    };
    Ok(match name.as_str() {
        "kind" => {
            let word = value.to_lowercase();
            let unknown = || FilterProblem::UnknownValue {
                field: name.clone(),
                value: value.to_owned(),
                nearest: nearest(&word, OpKind::ALL.map(OpKind::word).into_iter()),
            };
            JournalCondition::Kind(OpKind::from_word(&word).ok_or_else(|| Unreadable::Value(unknown()))?)
        }
        "operator" => JournalCondition::Operator(value.to_owned()),
        "member" => store.member_id(value)?.map_or(JournalCondition::Nothing, JournalCondition::Member),
        "reason" => JournalCondition::Reason(value.to_owned()),
        "since" => JournalCondition::Since(day()?),
        "until" => JournalCondition::Until(day()?),
        _ => JournalCondition::Id(value.chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase()),
    })
}

fn free_term(store: &Store, word: &str) -> Result<JournalCondition, DeskError> {
    Ok(JournalCondition::Word {
        text: word.to_owned(),
        kind: OpKind::from_word(&word.to_ascii_lowercase()),
        member: store.member_id(word)?,
    })
}

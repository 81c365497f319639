//! Reading the journal: by words and `field:value` filters, one operation, the newest one to undo.

use super::Desk;
use super::error::DeskError;
use super::undo::resolve;
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::op::{self, Intent};
use crate::domain::operation::{OpKind, OperationRow};
use crate::domain::plan::outcome::Refusal;
use crate::domain::verification::Checkpoint;
use crate::store::Store;
use crate::store::listing::{Filter, Term};
use uuid::Uuid;

/// Operations of a member that are looked at for one to undo.
const LOOK_BACK: usize = 50;

impl Desk {
    /// Operations that match every word or `field:value` of the query, newest first, and how many there are. Fields: `kind`,
    /// `operator`, `member` (a number), `reason`, `since` and `until` (days), `op` (an id or its beginning). A word stands
    /// for a kind, a member number, or a part of operator, reason, note or reference.
    pub fn journal(&self, query: &str, limit: usize) -> Result<(Vec<OperationRow>, u64), DeskError> {
        self.store.read(|store| Ok(store.journal_page(&filter(store, query)?, limit)?))
    }

    /// One operation by its id or a unique prefix of it (hyphens may be left out); `UnknownOperation` where none begins so,
    /// `AmbiguousOperation` where several do.
    pub fn operation(&self, id: &str) -> Result<OperationRow, DeskError> {
        self.store.read(|store| {
            let op = resolve(store, id)?;
            let unknown = || Refusal::UnknownOperation { op: id.to_owned() };
            Ok(store.operation_row(op)?.ok_or_else(unknown)?)
        })
    }

    /// The id of the operation at a place of the journal.
    pub fn operation_at(&self, seq: OpSeq) -> Result<Option<Uuid>, DeskError> {
        Ok(self.store.operation_at(seq)?.map(|(op, _)| op.id))
    }

    /// The newest operation of a member that can still be undone, as things stand now.
    pub fn last_reversible(&self, member: MemberId, now: Instant) -> Result<Option<OperationRow>, DeskError> {
        let (rows, _) = self.store.journal_page(&Filter::of(vec![Term::Member(member)]), LOOK_BACK)?;
        for row in rows {
            if row.reversed_by.is_some() {
                continue;
            }
            match self.plan(Intent::Undo(op::Undo { op: row.op, reason: None }), now) {
                Ok(_) => return Ok(Some(row)),
                Err(DeskError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// The newest place of the journal, its hash and the tree up to it: noted elsewhere, `verify` compares with it later.
    pub fn checkpoint(&self) -> Result<Option<Checkpoint>, DeskError> {
        self.store.read(|store| {
            let Some((op, hash)) = store.newest_operation()? else { return Ok(None) };
            Ok(Some(Checkpoint::of(&op, &hash, &store.tree_edge()?)))
        })
    }
}

fn filter(store: &Store, query: &str) -> Result<Filter, DeskError> {
    let mut terms = Vec::new();
    for word in query.split_whitespace() {
        let term = match word.split_once(':') {
            Some((field, value)) if !value.is_empty() => named_term(store, field, value, word)?,
            _ => free_term(store, word)?,
        };
        terms.push(term);
    }
    Ok(Filter::of(terms))
}

fn named_term(store: &Store, field: &str, value: &str, word: &str) -> Result<Term, DeskError> {
    let bad = |expected: &str| Refusal::BadField {
        field: field.to_owned(),
        value: value.to_owned(),
        expected: expected.to_owned(),
    };
    let day = || Day::parse(value).ok_or_else(|| bad("YYYY-MM-DD"));
    Ok(match field {
        "kind" => Term::Kind(OpKind::from_word(&value.to_ascii_lowercase()).ok_or_else(|| bad(&kinds()))?),
        "operator" => Term::Operator(value.to_owned()),
        "member" => store.member_id(value)?.map_or(Term::Nothing, Term::Member),
        "reason" => Term::Reason(value.to_owned()),
        "since" => Term::Since(day()?),
        "until" => Term::Until(day()?),
        "op" => Term::Id(value.chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase()),
        _ => free_term(store, word)?,
    })
}

fn free_term(store: &Store, word: &str) -> Result<Term, DeskError> {
    Ok(Term::Word {
        text: word.to_owned(),
        kind: OpKind::from_word(&word.to_ascii_lowercase()),
        member: store.member_id(word)?,
    })
}

fn kinds() -> String {
    OpKind::ALL.map(OpKind::word).join(", ")
}

//! The journal of the desk in memory, and what proves it.

use super::FakeDesk;
use crate::domain::journal::{TreeEdge, hex};
use crate::domain::num::OpSeq;
use crate::domain::plan::outcome::Refusal;
use crate::domain::proof::TreeHead;
use crate::domain::query::{FilterProblem, QueryError};
use crate::domain::question::{ListOperations, OperationPage};
use crate::domain::verification::{Checkpoint, VerifyReport};
use crate::shell::failure::Failure;
use std::time::Duration;

impl FakeDesk {
    /// The operations of whom `by:NAME` names, or all, newest first. No other field is known here.
    pub(super) fn operations(&self, asked: &ListOperations) -> Result<OperationPage, Failure> {
        let mut by = None;
        for word in asked.query.split_whitespace() {
            match word.split_once(':') {
                Some(("by", name)) => by = Some(name),
                Some(("until", _)) | None => {}
                Some((field, _)) => {
                    let problem =
                        FilterProblem::UnknownField { field: field.to_owned(), nearest: Some("by".to_owned()) };
                    let column = 1 + asked.query.find(word).unwrap_or(0);
                    let error = QueryError { column, problem };
                    return Err(Failure::Refused(Box::new(Refusal::BadQuery { error })));
                }
            }
        }
        let rows = self.ops.iter().rev().map(|(row, _)| row.clone());
        let rows: Vec<_> = rows.filter(|row| by.is_none_or(|name| row.operator == name)).collect();
        let total = rows.len() as u64;
        Ok(OperationPage { rows: rows.into_iter().take(asked.limit).collect(), total })
    }
}

/// The tree over as many operations as there are, each with a hash of nothing but zeros.
fn tree(desk: &FakeDesk) -> TreeEdge {
    TreeEdge::of(&vec![[0; 32]; desk.ops.len()])
}

pub(super) fn checkpoint(desk: &FakeDesk) -> Option<Checkpoint> {
    let (newest, _) = desk.ops.last()?;
    let tree = tree(desk);
    let head = TreeHead { origin: "loyaltui/9b2e4c1d/1".to_owned(), size: tree.size(), root: tree.root() };
    Some(Checkpoint { seq: OpSeq(newest.seq.0), hash: hex(&[0; 32]), at: newest.at, head })
}

pub(super) fn report(desk: &FakeDesk) -> VerifyReport {
    VerifyReport {
        operations: desk.ops.len() as u64,
        facts: 12,
        events: 3,
        members: desk.files.len() as u64,
        checkpoint: checkpoint(desk),
        erased: Vec::new(),
        expected: None,
        wrong: None,
        took: Duration::ZERO,
    }
}

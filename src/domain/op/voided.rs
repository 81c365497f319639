//! Which operations count no more because an undo took them out of every fold with all they wrote.
//!
//! An import, a void and a move are undone like this: their rows stay and nobody folds them. The undo of such an undo takes that one
//! out, so that what it had taken out counts again, and so on along the chain.

use super::kind::OpKind;
use crate::domain::day::Instant;
use crate::domain::num::OpSeq;
use std::collections::BTreeMap;

/// An undo and what it reverses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoLink {
    pub by: OpSeq,
    /// When the undo was recorded.
    pub at: Instant,
    /// The operation reversed; of an import the first of its steps.
    pub of: OpSeq,
    /// What that one did.
    pub kind: OpKind,
}

/// The operations that count no more, each with the undo that took it out. Where one was undone in two files, the first counts.
///
/// ```
/// use loyaltui::domain::day::Instant;
/// use loyaltui::domain::num::OpSeq;
/// use loyaltui::domain::op::kind::OpKind;
/// use loyaltui::domain::op::voided::{UndoLink, voided};
///
/// let undo = |by, of, kind| UndoLink { by: OpSeq(by), at: Instant(by), of: OpSeq(of), kind };
/// let mut undos = vec![undo(4, 3, OpKind::Void)];
/// assert_eq!(voided(&undos).keys().collect::<Vec<_>>(), [&OpSeq(3)]);
/// undos.push(undo(5, 4, OpKind::Undo));
/// assert_eq!(voided(&undos).keys().collect::<Vec<_>>(), [&OpSeq(4)], "the void counts again");
/// undos.push(undo(6, 5, OpKind::Undo));
/// assert_eq!(voided(&undos).keys().collect::<Vec<_>>(), [&OpSeq(3), &OpSeq(5)]);
/// ```
pub fn voided(undos: &[UndoLink]) -> BTreeMap<OpSeq, UndoLink> {
    let mut first: BTreeMap<OpSeq, UndoLink> = BTreeMap::new();
    for undo in undos {
        let known = first.entry(undo.of).or_insert(*undo);
        if (undo.at, undo.by) < (known.at, known.by) {
            *known = *undo;
        }
    }
    let mut out = BTreeMap::new();
    for begin in first.values().filter(|undo| undo.kind.is_undone_whole()) {
        let chain: Vec<UndoLink> = std::iter::successors(Some(*begin), |undo| first.get(&undo.by).copied()).collect();
        // The last of a chain stands, the one before it does not, and so on.
        out.extend(chain.iter().rev().step_by(2).map(|undo| (undo.of, *undo)));
    }
    out
}

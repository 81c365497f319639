//! The Merkle tree over the hashes of operations (RFC 6962, 2.1): its root stands for all of them, in their order.
//!
//! A leaf is `H(00 ‖ operation hash)`, an inner node `H(01 ‖ left ‖ right)`, and the left part of a tree is as large as a power
//! of two can be. To grow, a tree needs only its edge.

use super::Digest;
use sha2::{Digest as _, Sha256};
use std::ops::Range;

/// The most operations that a tree can hold: numbers of rows have 40 bits.
const SIZE_MAX: u64 = 1 << 40;

/// Bytes of a digest.
const DIGEST: usize = 32;

/// The right edge of a tree: the roots of the complete trees it consists of, the largest first. There are as many as the size
/// has binary ones, so at most 40.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreeEdge {
    size: u64,
    peaks: Vec<Digest>,
}

impl TreeEdge {
    /// The edge of the tree over these operations.
    pub fn of(operations: &[Digest]) -> Self {
        let mut edge = Self::default();
        for operation in operations {
            edge.append(operation);
        }
        edge
    }

    /// Takes in the hash of the next operation. Complete trees of equal size become one: on average that is one node.
    pub fn append(&mut self, operation: &Digest) {
        let mut node = leaf(operation);
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = parent(&left, &node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// Operations in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root; of an empty tree the hash of nothing.
    ///
    /// ```
    /// use loyaltui::domain::journal::{TreeEdge, hex};
    ///
    /// let root = hex(&TreeEdge::default().root());
    /// assert_eq!(&root[..16], "e3b0c44298fc1c14");
    /// ```
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev().copied();
        let Some(smallest) = peaks.next() else { return Sha256::digest([]).into() };
        peaks.fold(smallest, |right, left| parent(&left, &right))
    }

    /// The edge as the file keeps it: the size in 8 bytes, then the roots.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.peaks.iter().flatten());
        bytes
    }

    /// Reads what [`TreeEdge::to_bytes`] wrote; `None` where it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (peaks, odd) = rest.as_chunks::<DIGEST>();
        let fits = size < SIZE_MAX && odd.is_empty() && u32::try_from(peaks.len()) == Ok(size.count_ones());
        fits.then(|| Self { size, peaks: peaks.to_vec() })
    }
}

fn leaf(operation: &Digest) -> Digest {
    Sha256::new().chain_update([0]).chain_update(operation).finalize().into()
}

fn parent(left: &Digest, right: &Digest) -> Digest {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The leaves of the left part of a tree of at least two.
fn left_part(leaves: u64) -> u64 {
    leaves.next_power_of_two() / 2
}

/// The parts of a tree whose roots lead from an operation (counted from 0) to the root of the tree, the lowest first. `None`
/// where it is not in the tree.
///
/// ```
/// use loyaltui::domain::journal::inclusion_siblings;
///
/// assert_eq!(inclusion_siblings(5, 2), Some(vec![3..4, 0..2, 4..5]));
/// ```
pub fn inclusion_siblings(size: u64, index: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let (mut rest, mut siblings) = (0..size, Vec::new());
    while rest.end - rest.start > 1 {
        let middle = rest.start + left_part(rest.end - rest.start);
        let (ours, theirs) = if index < middle {
            (rest.start..middle, middle..rest.end)
        } else {
            (middle..rest.end, rest.start..middle)
        };
        siblings.push(theirs);
        rest = ours;
    }
    siblings.reverse();
    Some(siblings)
}

/// The hashes that lead from an operation (counted from 0) to the root, the lowest first. `None` where it is not in the tree.
pub fn inclusion_proof(operations: &[Digest], index: usize) -> Option<Vec<Digest>> {
    let siblings = inclusion_siblings(operations.len() as u64, index as u64)?;
    let root = |part: Range<u64>| {
        let (from, to) = (usize::try_from(part.start).ok()?, usize::try_from(part.end).ok()?);
        Some(TreeEdge::of(operations.get(from..to)?).root())
    };
    siblings.into_iter().map(root).collect()
}

/// The root that a proof leads to from an operation (counted from 0) of a tree of a size; `None` where the proof is too long or
/// too short (RFC 9162, 2.1.3.2).
pub fn root_of_proof(operation: &Digest, index: u64, size: u64, proof: &[Digest]) -> Option<Digest> {
    let (mut at, mut last, mut root) = (index, size.checked_sub(1)?, leaf(operation));
    if at > last {
        return None;
    }
    for hash in proof {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            root = parent(hash, &root);
            let up = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> up, last >> up);
        } else {
            root = parent(&root, hash);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some(root)
}

/// The hashes that show that the tree of the first `size` operations is the beginning of the tree of all. `None` where there
/// are not so many.
pub fn consistency_proof(operations: &[Digest], size: usize) -> Option<Vec<Digest>> {
    if size == 0 || size > operations.len() {
        return None;
    }
    let (mut rest, mut old, mut is_whole, mut proof) = (operations, size, true, Vec::new());
    while old < rest.len() {
        let (left, right) = rest.split_at(usize::try_from(left_part(rest.len() as u64)).ok()?);
        if old <= left.len() {
            proof.push(TreeEdge::of(right).root());
            rest = left;
        } else {
            proof.push(TreeEdge::of(left).root());
            (rest, old, is_whole) = (right, old - left.len(), false);
        }
    }
    if !is_whole {
        proof.push(TreeEdge::of(rest).root());
    }
    proof.reverse();
    Some(proof)
}

/// Whether a proof shows that a tree is the beginning of a larger one; each is given by its size and root (RFC 9162, 2.1.4.2).
pub fn is_consistent(old: (u64, &Digest), new: (u64, &Digest), proof: &[Digest]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    // A complete tree is itself the first hash of the proof, and is left out there.
    let mut hashes = old_size.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let shared = (old_size - 1).trailing_ones();
    let (mut at, mut last) = ((old_size - 1) >> shared, (new_size - 1) >> shared);
    let Some(first) = hashes.next() else { return false };
    let (mut of_old, mut of_new) = (*first, *first);
    for hash in hashes {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            of_old = parent(hash, &of_old);
            of_new = parent(hash, &of_new);
            let up = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> up, last >> up);
        } else {
            of_new = parent(&of_new, hash);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::journal::{base64, hex};
    use proptest::prelude::*;

    /// Hashes of operations: SHA-256 of `op1`, `op2` and so on.
    fn operations(n: usize) -> Vec<Digest> {
        (1..=n).map(|n| Sha256::digest(format!("op{n}")).into()).collect()
    }

    #[test]
    fn five_operations_have_the_root_of_the_golden_note() {
        assert_eq!(base64(&TreeEdge::of(&operations(5)).root()), "rcwkJjnUbDI+XX7q82a4QN4mYybevtASK9TLs+VdkvI=");
    }

    #[test]
    fn the_root_of_one_operation_is_its_leaf() {
        let root = TreeEdge::of(&operations(1)).root();
        assert_eq!(hex(&root), "690f5b1479190da0d494b1b813f3a0d67a087e7f968451d01bd50c5218750bcf");
    }

    #[test]
    fn the_third_of_five_operations_is_proven_by_three_hashes() {
        let all = operations(5);
        let (root, proof) = (TreeEdge::of(&all).root(), inclusion_proof(&all, 2).unwrap());
        assert_eq!(proof.len(), 3);
        assert_eq!(root_of_proof(&all[2], 2, 5, &proof), Some(root));
        assert_ne!(root_of_proof(&all[3], 2, 5, &proof), Some(root), "another operation in its place");
    }

    #[test]
    fn one_of_a_million_operations_is_proven_by_twenty_hashes() {
        let all = operations(1_000_000);
        let edge = TreeEdge::of(&all);
        let proof = inclusion_proof(&all, 123_456).unwrap();
        assert_eq!((proof.len(), edge.peaks.len()), (20, 7));
        assert_eq!(root_of_proof(&all[123_456], 123_456, 1_000_000, &proof), Some(edge.root()));
    }

    /// The definition of RFC 6962, word for word.
    fn tree_head(operations: &[Digest]) -> Digest {
        match operations {
            [] => Sha256::digest([]).into(),
            [one] => leaf(one),
            many => {
                let (left, right) = many.split_at(usize::try_from(left_part(many.len() as u64)).unwrap());
                parent(&tree_head(left), &tree_head(right))
            }
        }
    }

    proptest! {
        #[test]
        fn an_edge_that_grew_has_the_root_of_the_whole_tree(n in 0..70_usize) {
            let all = operations(n);
            let edge = TreeEdge::of(&all);
            prop_assert_eq!(edge.root(), tree_head(&all));
            prop_assert_eq!(TreeEdge::from_bytes(&edge.to_bytes()), Some(edge));
        }

        #[test]
        fn an_operation_is_proven_and_no_other(n in 1..70_usize, at in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
            let (all, at, other) = (operations(n), at.index(n), other.index(n));
            let (root, proof) = (TreeEdge::of(&all).root(), inclusion_proof(&all, at).unwrap());
            let found = root_of_proof(&all[other], other as u64, n as u64, &proof);
            prop_assert_eq!(found == Some(root), at == other);
            let short = proof.split_last().and_then(|(_, short)| root_of_proof(&all[at], at as u64, n as u64, short));
            prop_assert_eq!(short, None);
        }

        #[test]
        fn a_tree_is_the_beginning_of_what_grew_out_of_it_and_of_nothing_else(n in 1..70_usize, at in any::<prop::sample::Index>()) {
            let (all, old) = (operations(n), at.index(n) + 1);
            let (before, now) = (TreeEdge::of(&all[..old]).root(), TreeEdge::of(&all).root());
            let proof = consistency_proof(&all, old).unwrap();
            let holds = |before: &Digest, now: &Digest| is_consistent((old as u64, before), (n as u64, now), &proof);
            prop_assert!(holds(&before, &now));
            prop_assert!(!holds(&[7; 32], &now) && !holds(&before, &[7; 32]));
        }
    }

    #[test]
    fn what_is_no_edge_is_not_read() {
        let bytes = TreeEdge::of(&operations(5)).to_bytes();
        assert_eq!(TreeEdge::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(TreeEdge::from_bytes(&bytes[..bytes.len() - 32]), None);
        assert_eq!(TreeEdge::from_bytes(&[0xFF; 8]), None);
        assert_eq!(TreeEdge::from_bytes(b""), None);
    }

    #[test]
    fn what_is_not_in_a_tree_has_no_proof() {
        let all = operations(3);
        assert_eq!(
            (inclusion_proof(&all, 3), consistency_proof(&all, 4), consistency_proof(&all, 0)),
            (None, None, None)
        );
        assert_eq!(root_of_proof(&all[0], 3, 3, &[]), None);
        assert!(!is_consistent((2, &all[0]), (1, &all[0]), &[]));
    }
}

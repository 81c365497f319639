//! The worked numbers of notes and receipts, and what no forger gets through.

use super::*;
use crate::domain::day::{Day, Instant};
use crate::domain::journal::{Digest, Extensions, Operation, TreeEdge, hex, inclusion_proof};
use crate::domain::num::{MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use proptest::prelude::*;
use rstest::rstest;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A checkpoint of five operations, signed: hashes are SHA-256 of `op1` to `op5`, the secret is 00 01 … 1f.
const GOLDEN: &str = include_str!("../../../tests/data/proof/golden.note");

fn signer() -> NoteSigner {
    let secret: [u8; 32] = std::array::from_fn(|n| u8::try_from(n).unwrap());
    NoteSigner::new("loyaltui/9b2e4c1d/1", &secret).unwrap()
}

fn hashes(n: usize) -> Vec<Digest> {
    (1..=n).map(|n| Sha256::digest(format!("op{n}")).into()).collect()
}

fn head(origin: &str, operations: &[Digest]) -> TreeHead {
    TreeHead { origin: origin.to_owned(), size: operations.len() as u64, root: TreeEdge::of(operations).root() }
}

fn operation() -> Operation {
    Operation {
        seq: OpSeq(3),
        id: Uuid::from_u128(0x0192_1f00_0000_7000_8000_0000_0000_0003),
        console: [1; 16],
        console_seq: 3,
        kind: OpKind::Adjust,
        at: Instant(1_764_000_000_000),
        day: Day(20_416),
        operator: "李雯".to_owned(),
        member: Some(MemberId(7)),
        reason: Some("goodwill".to_owned()),
        points: Some(Points(-80)),
        points_abs: Points(80),
        reverses: None,
        batch: None,
        idem_key: Some("k".to_owned()),
        program: 1,
        facts_n: 1,
        facts_digest: [9; 32],
        secret_commit: Some([8; 32]),
        extensions: Extensions::default(),
    }
}

/// The receipt of the third of five operations.
fn receipt(operation: &Operation) -> Receipt {
    let bytes = operation.to_bytes(&[2; 16], &[3; 32]);
    let mut all = hashes(5);
    all[2] = bytes.hash();
    let checkpoint = signer().sign(&head("loyaltui/9b2e4c1d/1", &all).to_string());
    Receipt { operation: bytes, index: 2, hashes: inclusion_proof(&all, 2).unwrap(), checkpoint }
}

#[test]
fn the_golden_note_is_made_to_the_letter() {
    let note = signer().sign(&head("loyaltui/9b2e4c1d/1", &hashes(5)).to_string());
    assert_eq!(note.to_string(), GOLDEN);
    let key = signer().verifier();
    assert_eq!(key.to_string(), "loyaltui/9b2e4c1d/1+147dd65e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
    let read = TreeHead::verified(&SignedNote::parse(GOLDEN).unwrap(), &key).unwrap();
    assert_eq!(read, head("loyaltui/9b2e4c1d/1", &hashes(5)));
}

#[test]
fn the_root_of_one_operation_and_the_proof_of_the_third_of_five() {
    let one = hex(&TreeEdge::of(&hashes(1)).root());
    assert!(one.starts_with("690f5b14") && one.ends_with("50bcf"), "{one}");
    assert_eq!(inclusion_proof(&hashes(5), 2).unwrap().len(), 3);
    assert_eq!(crate::domain::journal::inclusion_siblings(1_000_000, 2).unwrap().len(), 20);
}

#[test]
fn a_private_key_is_read_as_it_was_kept() {
    let text = signer().to_secret_text();
    assert_eq!(NoteSigner::parse(&text).unwrap().verifier(), signer().verifier());
    assert!(!format!("{:?}", signer()).contains("0001"), "a secret is never shown");
}

#[rstest]
#[case::nothing("")]
#[case::no_id("a+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
#[case::other_id("loyaltui/9b2e4c1d/1+147dd65f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
#[case::other_kind("loyaltui/9b2e4c1d/1+147dd65e+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
#[case::other_name("loyaltui/9b2e4c1d/2+147dd65e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
#[case::short("loyaltui/9b2e4c1d/1+147dd65e+AQOhB7/z")]
fn what_is_no_key(#[case] text: &str) {
    assert_eq!(VerifierKey::parse(text), None);
}

#[rstest]
#[case::nothing("", NoteProblem::NotANote)]
#[case::no_signature("loyaltui/1/1\n5\nAAAA\n", NoteProblem::NotANote)]
#[case::control("loyal\ttui\n\n— a AAAAAAA=\n", NoteProblem::NotANote)]
#[case::no_end("a\n\n— a AAAAAAA=", NoteProblem::NotANote)]
#[case::no_dash("a\n\n- a AAAAAAA=\n", NoteProblem::NotANote)]
fn what_is_no_note(#[case] text: &str, #[case] problem: NoteProblem) {
    assert_eq!(SignedNote::parse(text), Err(problem));
}

#[rstest]
#[case::leading_zero("o\n05\nrcwkJjnUbDI+XX7q82a4QN4mYybevtASK9TLs+VdkvI=\n")]
#[case::sign("o\n+5\nrcwkJjnUbDI+XX7q82a4QN4mYybevtASK9TLs+VdkvI=\n")]
#[case::short_root("o\n5\nrcwk\n")]
#[case::empty_line("o\n5\nrcwkJjnUbDI+XX7q82a4QN4mYybevtASK9TLs+VdkvI=\n\nx\n")]
#[case::two_lines("o\n5\n")]
fn what_is_no_checkpoint(#[case] text: &str) {
    assert_eq!(TreeHead::parse(text), Err(NoteProblem::NotACheckpoint));
}

#[test]
fn a_signature_of_another_key_says_nothing() {
    let other = NoteSigner::new("loyaltui/9b2e4c1d/1", &[7; 32]).unwrap();
    let mut note = signer().sign(&head("loyaltui/9b2e4c1d/1", &hashes(5)).to_string());
    note.signatures.extend(other.sign(&note.text).signatures);
    assert!(signer().verifier().check(&note).is_ok() && other.verifier().check(&note).is_ok());
    note.signatures.remove(0);
    assert_eq!(signer().verifier().check(&note), Err(NoteProblem::NotSigned { by: "loyaltui/9b2e4c1d/1".to_owned() }));
}

#[test]
fn a_note_of_another_journal_is_not_taken() {
    let note = signer().sign(&head("loyaltui/00000000/1", &hashes(5)).to_string());
    let problem = NoteProblem::OtherOrigin { origin: "loyaltui/00000000/1".to_owned() };
    assert_eq!(TreeHead::verified(&note, &signer().verifier()), Err(problem));
}

#[test]
fn a_receipt_proves_its_operation_and_says_what_it_was() {
    let text = receipt(&operation()).to_string();
    let read = Receipt::parse(&text).unwrap();
    assert_eq!(read.verified(&signer().verifier()).unwrap().size, 5);
    let chained = read.operation.read().unwrap();
    assert_eq!((chained.store, chained.before, chained.operation), ([2; 16], [3; 32], operation()));
}

#[rstest]
#[case::plain(Extensions::default())]
#[case::extended(Extensions::default().with(7, b"via"))]
fn an_operation_is_read_from_its_bytes(#[case] extensions: Extensions) {
    let operation = Operation { extensions, ..operation() };
    let bytes = operation.to_bytes(&[2; 16], &[3; 32]);
    assert_eq!(bytes.hash(), operation.hash(&[2; 16], &[3; 32]));
    assert_eq!(bytes.read().unwrap().operation, operation);
}

/// One character of a text, replaced by another that stands somewhere in it.
fn forged(text: &str, at: usize, from: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (at, from) = (at % characters.len(), from % characters.len());
    characters.iter().enumerate().map(|(n, c)| if n == at { characters[from] } else { *c }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_forged_note_is_taken(at: usize, from: usize) {
        let note = forged(GOLDEN, at, from);
        prop_assume!(note != GOLDEN);
        let taken = SignedNote::parse(&note).and_then(|note| TreeHead::verified(&note, &signer().verifier()));
        prop_assert!(taken.is_err(), "{note}");
    }

    #[test]
    fn no_forged_receipt_is_taken(at: usize, from: usize) {
        let good = receipt(&operation()).to_string();
        let text = forged(&good, at, from);
        prop_assume!(text != good);
        let taken = Receipt::parse(&text).and_then(|receipt| receipt.verified(&signer().verifier()));
        prop_assert!(taken.is_err(), "{text}");
    }
}

//! The bytes, held against hashes that were computed elsewhere from the description above.

use super::*;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::fact::FactKind;
use crate::domain::num::Money;
use crate::domain::num::{FactId, LabelId, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

fn salt() -> [u8; 16] {
    std::array::from_fn(|n| u8::try_from(n).unwrap())
}

fn fact() -> Fact {
    Fact {
        op: OpSeq(3),
        amount: Money(29_990),
        points: Points(299),
        rating: 10_000_000_000,
        expires_on: Some(Day(21_000)),
        store: LabelId(2),
        reference: Some("A-1".to_owned()),
        ..Fact::new(FactId(7), MemberId(1), FactKind::Sale, Instant(-5))
    }
}

fn event(id: i64, at: i64, body: &str) -> EventRecord<'_> {
    EventRecord { id: FactId(id), member: MemberId(1), op: OpSeq(3), at: Instant(at), body }
}

#[test]
fn a_secret_is_bound() {
    let digest = secret_commit(&salt(), r#"{"intent":"adjust"}"#);
    assert_eq!(hex(&digest), "7ce1c6fb5b965c480bf62b9af3e5008b5f7f8a31547d9f80e7c39b3a70b55f83");
}

#[test]
fn a_profile_is_bound() {
    let text = str::to_owned;
    let profile = Profile {
        member_no: text("M1"),
        name: text("张伟"),
        phone: text("13812345678"),
        birthday: Some(Day(-3)),
        store: text("店"),
        tags: vec![text("a"), text("b")],
        referrer_no: text("M0"),
        ..Profile::default()
    };
    let digest = profile_commit(&salt(), &profile);
    assert_eq!(digest, "03121ce2f16c4b3ba630fcf22eefd303bf909f59c6ff04648f0143622e1e9c84");
}

#[test]
fn rows_labels_and_programmes_are_bound() {
    let mut records = Records::plain();
    records.fact(&fact());
    records.event(&event(8, -5, r#"{"kind":"erase"}"#));
    records.label(LabelId(2), "店");
    records.program(1, Instant(i64::MIN), Day(20_000), "x");
    let written = records.finish();
    assert_eq!(hex(&written.digest), "69c144eba3e862b9ff502cfb38dff4ca16c078abcccf4e45e9707f3b8ae7ab13");
    assert_eq!((written.rows, written.blocks), (2, Vec::new()));
}

#[test]
fn a_desk_event_is_bound() {
    let mut records = Records::plain();
    let body = r#"{"kind":"numbered","store":"00"}"#;
    records.desk_event(&DeskEventRecord { id: FactId(9), op: OpSeq(3), at: Instant(-5), key: "file:3", body });
    assert_eq!(hex(&records.finish().digest), "bf9e09e888491cbf4e5d7defc59a7dcb2c6489798de542262aeef09bbfd508e7");
}

#[rstest]
#[case::plain(Records::plain(), "745ed40d6405091fc68bf80bdf8cba2e945f102fb25345edeb5213e8ff78c6d9")]
#[case::import(Records::in_blocks(), "e3e89cfbba41476e3b6f445b0d577110c06cccd2784756f3e465cef051a2351a")]
fn nothing_is_bound_too(#[case] records: Records, #[case] digest: &str) {
    assert_eq!(hex(&records.finish().digest), digest);
}

#[test]
fn an_import_is_bound_block_by_block() {
    let mut records = Records::in_blocks();
    for id in 1..=1_025 {
        records.event(&event(id, 0, "{}"));
    }
    let written = records.finish();
    assert_eq!(hex(&written.digest), "5d2f091580ed67183046283c26e9d5306bb0bec07fdf52a4e7ae5f87d0c44594");
    let blocks: Vec<(i64, u64)> = written.blocks.iter().map(|b| (b.first_id.0, b.rows)).collect();
    assert_eq!((written.rows, blocks), (1_025, vec![(1, 1_024), (1_025, 1)]));
    let last = written.blocks.last().map(|b| hex(&b.digest)).unwrap();
    assert_eq!(last, "76fddd19c6ba43af932b207201bb58b2581de8012a32e43af0cecb2ff3bc3f57");
}

fn operation() -> Operation {
    Operation {
        seq: OpSeq(4),
        id: Uuid::from_bytes([3; 16]),
        console: [2; 16],
        console_seq: 4,
        kind: OpKind::Adjust,
        at: Instant(1_000),
        day: Day(20_000),
        operator: "李雯".to_owned(),
        member: Some(MemberId(1)),
        reason: Some("goodwill".to_owned()),
        points: Some(Points(-5)),
        points_abs: Points(5),
        reverses: None,
        batch: None,
        idem_key: Some("k".to_owned()),
        program: 1,
        facts_n: 1,
        facts_digest: [4; 32],
        secret_commit: Some([5; 32]),
        extensions: Extensions::default(),
    }
}

/// Two that no version knows.
fn extensions() -> Extensions {
    Extensions::default().with(2, b"abc").with(300, b"")
}

#[test]
fn a_fact_that_says_more_is_bound_with_it() {
    let mut records = Records::plain();
    records.fact(&Fact { extensions: extensions(), ..fact() });
    assert_eq!(hex(&records.finish().digest), "33eb4284b277e66cf85716de46e21a0307329436a63a2e49b6f4fe6527399d36");
}

#[test]
fn an_operation_that_says_more_is_bound_with_it() {
    let hash = Operation { extensions: extensions(), ..operation() }.hash(&[1; 16], &GENESIS);
    assert_eq!(hex(&hash), "ee1f476ae8b930e9eb435401e140173b1e79e33d5635f52aeb5a6f254ae10742");
}

#[test]
fn an_operation_is_bound_to_the_one_before_it() {
    let operation = operation();
    let hash = operation.hash(&[1; 16], &GENESIS);
    assert_eq!(hex(&hash), "16afa1c8dc4e80c6ac43abf58f5072b6df47e049d91707570dadfb1e7a72d7ef");
    assert_ne!(operation.hash(&[1; 16], &hash), hash);
}

#[rstest]
#[case::nothing("", "")]
#[case::one("f", "Zg==")]
#[case::two("fo", "Zm8=")]
#[case::three("foo", "Zm9v")]
#[case::high("ÿþ", "w7/Dvg==")]
fn base64_is_that_of_the_standard(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(base64(text.as_bytes()), expected);
}

#[rstest]
#[case::short("00")]
#[case::long(&"0".repeat(66))]
#[case::no_digits(&"g".repeat(64))]
#[case::odd(&"0".repeat(63))]
#[case::wide("００")]
fn what_is_no_digest(#[case] text: &str) {
    assert_eq!(from_hex(text), None);
}

proptest! {
    #[test]
    fn a_digest_is_read_as_it_was_written(digest: [u8; 32]) {
        prop_assert_eq!(from_hex(&hex(&digest)), Some(digest));
    }
}

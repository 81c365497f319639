//! Whatever is asked, the answer is a plan or a refusal.

use super::*;
use crate::domain::fact::OverrideMode;
use proptest::prelude::*;

fn extremes() -> impl Strategy<Value = i64> {
    let limit = 1_000_000_000_000_i64;
    prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX),
        Just(-limit),
        Just(limit),
        Just(limit + 1),
        Just(-limit - 1),
        Just(0),
        Just(1),
        -5_000_i64..5_000,
        any::<i64>(),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("goodwill".to_owned()),
        Just("other".to_owned()),
        Just("gold".to_owned()),
        Just("\u{202e}\u{0}\n,".to_owned()),
        Just("x".repeat(700)),
        any::<String>(),
    ]
}

fn intents() -> impl Strategy<Value = Intent> {
    let member = prop_oneof![Just(1_i64), Just(2), extremes()].prop_map(MemberId);
    let status = prop_oneof![
        Just(Status::Active),
        Just(Status::Frozen),
        Just(Status::Closed),
        Just(Status::Merged),
        Just(Status::Erased)
    ];
    let parts = (member.clone(), member, extremes(), texts(), proptest::option::of(texts()), status, 0_u8..11);
    parts.prop_map(|(member, other, number, text, note, to, which)| match which {
        0 => Intent::Adjust(op::Adjust { member, delta: Points(number), reason: text, reference: note.clone(), note }),
        1 => Intent::Redeem(op::Redeem { member, points: Points(number), reward: text, reference: note }),
        2 => {
            let (mode, until) = (OverrideMode::Exact, Day(number));
            Intent::Override(op::Override { member, tier: "gold".to_owned(), until, mode, reason: text, note })
        }
        3 => Intent::SetStatus(op::SetStatus { member, to, reason: Some(text), note, churn: None }),
        4 => Intent::Merge(op::Merge { from: member, into: other, reason: text, note }),
        5 => Intent::Unmerge(op::Unmerge { member, reason: note }),
        6 => Intent::Erase(op::Erase { member }),
        7 => Intent::ApplyProgram(op::ApplyProgram { toml: text }),
        8 => {
            let op = Uuid::from_u128(u128::from(number.unsigned_abs()));
            Intent::Undo(op::Undo { op, reason: note })
        }
        9 => Intent::Enrol(op::Enrol { profile: Box::new(profile(text, number)) }),
        _ => Intent::Edit(op::Edit { member, profile: Box::new(profile(text, number)), note }),
    })
}

fn profile(text: String, number: i64) -> Profile {
    Profile {
        member_no: "A".to_owned(),
        name: text.clone(),
        email: format!("{text}@x.cn"),
        phone: number.to_string(),
        birthday: Some(Day(number)),
        tags: vec![text],
        ..Profile::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn nothing_that_is_asked_panics(
        asked in proptest::collection::vec(intents(), 1..6),
        sold in 0_i64..10_000_000_000,
        now in prop_oneof![Just(0_i64), Just(253_402_300_799_999), 0_i64..4_102_444_800_000],
    ) {
        let mut world = Histories::on("2026-11-22");
        world.sale(1, "2026-05-01", sold);
        world.now = Instant(now);
        for intent in asked {
            if let Ok(plan) = world.plan(intent) {
                world.write(&plan);
            }
        }
    }
}

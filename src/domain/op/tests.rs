//! What holds for every operation of the table.

use super::kind::OpKind;
use super::*;
use crate::domain::plan::words::ReasonCodes;
use std::collections::BTreeSet;

/// The JSON of each intent as files of every version hold it.
const STORED: [&str; 15] = [
    r#"{"intent":"apply_program","toml":"[points]\nrate = 2\n"}"#,
    r#"{"intent":"enrol","profile":{"member_no":"M0012345","name":"","phone":"","email":"","birthday":null,"joined_on":null,"store":"","channel":"","tags":[],"consents":[],"referrer_no":""}}"#,
    r#"{"intent":"edit","member":1,"profile":{"member_no":"A","name":"","phone":"13812345678","email":"","birthday":null,"joined_on":null,"store":"","channel":"","tags":[],"consents":[],"referrer_no":""},"note":"called"}"#,
    r#"{"intent":"adjust","member":1,"delta":-120,"reason":"goodwill","note":"late parcel","reference":"A-20391"}"#,
    r#"{"intent":"redeem","member":1,"points":500,"reward":"mug","reference":"A-20391"}"#,
    r#"{"intent":"override","member":1,"tier":"gold","until":"2024-10-04","mode":"pin","reason":"goodwill","note":"opening"}"#,
    r#"{"intent":"set_status","member":1,"to":"frozen","reason":"correction","note":"card lost"}"#,
    r#"{"intent":"merge","from":2,"into":1,"reason":"correction","note":"same person"}"#,
    r#"{"intent":"unmerge","member":1,"reason":"correction"}"#,
    r#"{"intent":"erase","member":1}"#,
    r#"{"intent":"undo","op":"00000000-0000-0000-0000-000000000007","reason":"correction"}"#,
    r#"{"intent":"log_feedback","member":1,"said":{"measure":"nps","score":3,"topic":"service","channel":"phone","text":"waited too long","follow_up":true,"reference":"S-17"}}"#,
    r#"{"intent":"change_case","case":3,"change":{"state":"resolved","owner":"li","due":1700000000000,"reason":"solved"},"note":"called"}"#,
    r#"{"intent":"void_purchase","reference":"A-20391","reason":"correction","note":"cancelled at the till"}"#,
    r#"{"intent":"move_purchase","reference":"A-20391","to":2,"reason":"correction","note":"wrong card"}"#,
];

#[test]
fn intents_are_stored_in_the_form_of_every_version() {
    let examples = Intent::examples();
    let stored: Vec<String> = examples.iter().map(|intent| serde_json::to_string(intent).unwrap()).collect();
    assert_eq!(stored[..STORED.len().min(stored.len())], STORED.map(str::to_owned));
    for (text, intent) in stored.iter().zip(examples) {
        assert_eq!(serde_json::from_str::<Intent>(text).unwrap(), intent);
    }
}

#[test]
fn an_optional_field_may_be_missing_in_what_is_stored() {
    let bare = r#"{"intent":"adjust","member":1,"delta":5,"reason":"goodwill"}"#;
    let Intent::Adjust(adjust) = serde_json::from_str(bare).unwrap() else { panic!("{bare}") };
    assert_eq!((adjust.note, adjust.reference), (None, None));
}

#[test]
fn a_filled_example_is_tidy_and_names_each_field_once() {
    for intent in Intent::examples() {
        assert_eq!(intent.clone().tidied(), intent);
        let names: BTreeSet<&str> = intent.fields().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), intent.fields().len(), "{intent:?}");
        assert!(!names.contains("kind"), "documents name the kind themselves: {intent:?}");
    }
}

#[test]
fn an_operation_that_takes_reasons_gives_the_one_it_has() {
    for intent in Intent::examples() {
        let takes = intent.reasons() != ReasonCodes::Never;
        let names = intent.fields().iter().any(|(name, _)| *name == "reason");
        assert_eq!((intent.reason().is_some(), names), (takes, takes), "{intent:?}");
    }
}

#[test]
fn kinds_have_the_numbers_and_words_of_every_file() {
    let kinds: Vec<(i64, &str)> = OpKind::ALL.iter().map(|kind| (kind.code(), kind.word())).collect();
    let known = [
        (1, "program"),
        (2, "import"),
        (3, "enrol"),
        (4, "edit"),
        (5, "adjust"),
        (6, "redeem"),
        (7, "override"),
        (8, "freeze"),
        (9, "unfreeze"),
        (10, "close"),
        (11, "merge"),
        (12, "unmerge"),
        (13, "erase"),
        (14, "undo"),
        (15, "export"),
        (16, "feedback"),
        (17, "case"),
        (18, "join"),
        (19, "void"),
        (20, "move"),
        (21, "clock"),
        (22, "contact"),
    ];
    assert_eq!(kinds[..known.len()], known);
    for later in [(23, "operator"), (30, "review"), (31, "sample"), (32, "accept_log")] {
        assert!(kinds.contains(&later), "{later:?}");
    }
    for kind in OpKind::ALL {
        assert_eq!(OpKind::from_code(kind.code()), Some(kind));
        assert_eq!(OpKind::from_word(kind.word()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
    }
}

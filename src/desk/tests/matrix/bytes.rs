//! What an erasure leaves in the bytes of the file.

use super::scene::{ENROLLED_AS, NewRow, Scene};
use super::*;
use crate::domain::fact::Status;
use crate::domain::operation::OpKind;
use std::collections::BTreeSet;

/// What every text of these tests that is looked for begins with.
const MARK: &[u8] = b"canary-";

/// No text of the row is in the file or beside it any more, but for those that stay for a reason.
pub fn erasure(row: &MatrixRow) {
    let mut scene = Scene::in_a_file(row);
    let mut before = canaries(&scene.bytes());
    scene.make(row);
    before.extend(canaries(&scene.bytes()));
    for text in &row.texts {
        assert!(before.contains(text.canary), "{} was never written", text.canary);
    }
    assert!(before.contains(ENROLLED_AS));
    erase(&mut scene);
    let left = canaries(&scene.bytes());
    let stay: BTreeSet<String> =
        row.texts.iter().filter(|text| text.stays.is_some()).map(|text| text.canary.to_owned()).collect();
    assert_eq!(left, stay);
    scene.proves_itself();
}

/// Every marked text among some bytes.
fn canaries(bytes: &[u8]) -> BTreeSet<String> {
    let starts: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(MARK)).collect();
    let is_part = |byte: &&u8| byte.is_ascii_lowercase() || **byte == b'-';
    let text = |at: &usize| {
        let rest = &bytes[at + MARK.len()..];
        // Another one may stand right behind it.
        let end = rest.windows(MARK.len()).position(|part| part == MARK).unwrap_or(rest.len());
        let name = rest[..end].iter().take_while(is_part).map(|byte| char::from(*byte));
        format!("canary-{}", name.collect::<String>())
    };
    starts.iter().map(text).collect()
}

/// Erases everybody, each with those whose records joined, and every text of the desk.
fn erase(scene: &mut Scene) {
    for member in 1..=i64::try_from(scene.desk.store.members().unwrap()).unwrap() {
        let member = MemberId(member);
        if !matches!(scene.record(member, None).snapshot.status, Status::Merged | Status::Erased) {
            scene.done(op::Erase { member });
        }
    }
    for event in scene.desk_events() {
        if scene.desk.store.desk_text(event.id).unwrap().is_some() {
            scene.appends(OpKind::Export, None, vec![NewRow::ErasedText(event)]);
        }
    }
    assert!(scene.desk.store.truncate_log().unwrap());
}

//! Member events about what somebody said and the case that it opened.

use super::*;
use crate::desk::error::DeskError;
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::fact::EventKind;
use crate::domain::feedback::{CaseChange, CaseState, FeedbackContent, Measure};
use crate::domain::num::FactId;
use crate::domain::op;
use crate::domain::operation::OpKind;
use crate::domain::read_models::MemberRecord;
use uuid::Uuid;

const SURVEY: &str = "it names a survey's answer, by which the next file finds it";
const OLDER: Import = Import::No("only older versions wrote it, and no import did");

/// What `feedback` writes.
const SAID: [Text; 3] =
    [Text::gone("canary-words"), Text::stays("canary-channel", SHOP), Text::stays("canary-answer", SURVEY)];

fn said(record: &MemberRecord, id: FactId) -> bool {
    record.feedback.iter().any(|row| row.id == id && !row.retracted)
}

fn is_retracted(record: &MemberRecord, _: FactId) -> bool {
    record.feedback.iter().any(|row| row.retracted)
}

fn logs(scene: &mut Scene) -> Result<Uuid, DeskError> {
    let some = |text: &str| Some(text.to_owned());
    let said = FeedbackContent {
        measure: Measure::Nps,
        score: Some(3),
        topic: some("service"),
        channel: some("canary-channel"),
        text: some("canary-words"),
        follow_up: true,
        reference: some("canary-answer"),
    };
    scene.perform(op::LogFeedback { member: Some(scene.member), said })
}

/// The case of the member in hand.
fn case_of(scene: &Scene) -> FactId {
    scene.record(scene.member, None).feedback[0].id
}

pub fn feedback() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("feedback"),
        before: nothing,
        make: logs,
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(said),
        freeze: Freeze::Allowed,
        texts: SAID.to_vec(),
        import: Import::Brings(nothing, |scene| answers(scene, "M1")),
    }
}

/// A file of answers in which every column is filled.
pub fn answers_with_every_column(scene: &mut Scene) -> Uuid {
    answers(scene, "M2")
}

fn answers(scene: &mut Scene, member_no: &str) -> Uuid {
    let day = scene.today();
    scene.answers(&format!(
        "ref,member_no,answered_at,kind,score,topic,channel,text,follow_up\n\
         S-1,{member_no},{day} 09:00,nps,3,service,phone,waited,yes\n"
    ))
}

pub fn feedback_counts() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("feedback_counts"),
        before: |scene| {
            logs(scene).unwrap();
        },
        make: |scene| {
            let of = case_of(scene);
            let kind = EventKind::FeedbackCounts { of, counts: false };
            Ok(scene.appends(OpKind::Undo, Some(scene.newest), vec![NewRow::Event(kind)]))
        },
        merge: Merge::Goes(is_retracted),
        import: OLDER,
        ..feedback()
    }
}

fn works(scene: &mut Scene) -> Result<Uuid, DeskError> {
    let change = CaseChange {
        state: Some(CaseState::Resolved),
        owner: Some("canary-owner".to_owned()),
        due: None,
        reason: Some("solved".to_owned()),
    };
    scene.perform(op::ChangeCase { case: case_of(scene), change, note: Some("canary-note".to_owned()) })
}

/// What `case` writes, and what opened it.
const WORKED: [Text; 5] = [
    Text::gone("canary-words"),
    Text::stays("canary-channel", SHOP),
    Text::stays("canary-answer", SURVEY),
    Text::gone("canary-note"),
    Text::stays("canary-owner", "it names an operator, not a member"),
];

pub fn case() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("case"),
        before: |scene| {
            logs(scene).unwrap();
        },
        make: works,
        merge: Merge::Goes(|record, _| has_case(record, CaseState::Resolved)),
        texts: WORKED.to_vec(),
        import: Import::No("an operator does it"),
        ..feedback()
    }
}

fn has_case(record: &MemberRecord, state: CaseState) -> bool {
    record.feedback.iter().any(|row| row.case.as_ref().is_some_and(|case| case.state == state))
}

pub fn case_counts() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("case_counts"),
        before: |scene| {
            logs(scene).unwrap();
            works(scene).unwrap();
        },
        make: |scene| {
            let (case, of) = (case_of(scene), scene.written(scene.newest)[0].0);
            let kind = EventKind::CaseCounts { case, of, counts: false };
            Ok(scene.appends(OpKind::Undo, Some(scene.newest), vec![NewRow::Event(kind)]))
        },
        merge: Merge::Goes(|record, _| has_case(record, CaseState::Open)),
        import: OLDER,
        ..case()
    }
}

fn contacts(scene: &mut Scene) -> Result<Uuid, DeskError> {
    scene.perform(op::LogContact {
        member: scene.member,
        channel: ContactChannel::Phone,
        purpose: ContactPurpose::Care,
        reason: Some(CareReason::Expiring),
        outcome: ContactOutcome::Reached,
        note: Some("canary-contact".to_owned()),
        churn: None,
    })
}

pub fn contact() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("contact"),
        before: nothing,
        make: contacts,
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(|record, id| record.contacts.iter().any(|row| row.contact.id == id)),
        freeze: Freeze::Allowed,
        texts: vec![Text::gone("canary-contact")],
        import: Import::No("an operator does it"),
    }
}

fn clicks(scene: &mut Scene) -> Uuid {
    let day = scene.today();
    scene.events(&format!(
        "ref,member_no,happened_at,kind,channel\n\
         E-1,M1,{day} 00:10,canary-kind,canary-click\n\
         E-2,M1,{day} 00:20,canary-kind,canary-click\n\
         E-3,M1,{day},visit,\n"
    ))
}

/// A file of interactions.
pub fn clicks_of_an_hour(scene: &mut Scene) -> Uuid {
    clicks(scene)
}

pub fn interactions() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("interactions"),
        before: nothing,
        make: |scene| Ok(clicks(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(|record, id| record.interactions.iter().any(|row| row.event == id && row.n == 2)),
        freeze: Freeze::Allowed,
        texts: vec![Text::gone("canary-kind"), Text::gone("canary-click")],
        import: Import::Brings(nothing, clicks),
    }
}

fn leaves(scene: &mut Scene) -> Uuid {
    let reason = "price".to_owned();
    scene.appends(OpKind::Import, None, vec![NewRow::Event(EventKind::ChurnReason { reason })])
}

pub fn churn_reason() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("churn_reason"),
        before: nothing,
        make: |scene| Ok(leaves(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(|record, _| record.churn.is_some()),
        freeze: Freeze::Allowed,
        texts: vec![],
        import: Import::Brings(nothing, leaves),
    }
}

pub fn counts() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("counts"),
        make: |scene| scene.undo(scene.newest),
        import: Import::No("an operator does it"),
        ..feedback_counts()
    }
}

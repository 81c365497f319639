//! Desk events. No operation writes one yet, so the store's own door does.

use super::*;
use crate::domain::desk_event::{DeskEvent, DeskEventKind};
use crate::domain::num::FactId;
use crate::domain::op;
use crate::domain::operation::OpKind;
use uuid::Uuid;

const KEY: &str = "file:canary-file";
const NOBODY: &str = "it belongs to no member";
const FILE: &str = "it names a data file, not a person";

/// What a desk event of a file holds beside its text.
const TEXTS: [Text; 2] = [Text::gone("canary-words"), Text::stays("canary-file", FILE)];

fn writes(scene: &mut Scene, by: OpKind, kind: DeskEventKind) -> Uuid {
    scene.appends(by, None, vec![NewRow::Desk(KEY, kind, Some("canary-words"))])
}

fn a_number() -> DeskEventKind {
    DeskEventKind::Numbered { store: "canary-store".to_owned() }
}

fn some_operations() -> DeskEventKind {
    DeskEventKind::Joined { through: 4, digest: "canary-digest".to_owned() }
}

/// The event that is there.
fn there(scene: &Scene) -> DeskEvent {
    scene.desk_events().remove(0)
}

pub fn numbered() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("numbered"),
        before: nothing,
        make: |scene| Ok(writes(scene, OpKind::Export, a_number())),
        undo: Undo::Refused("a file has its number for ever"),
        as_of: AsOf::Unchanged,
        merge: Merge::Stays(NOBODY),
        freeze: Freeze::No(NOBODY),
        texts: vec![TEXTS[0], TEXTS[1], Text::stays("canary-store", FILE)],
        import: Import::Brings(nothing, |scene| writes(scene, OpKind::Import, a_number())),
    }
}

pub fn joined() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("joined"),
        make: |scene| Ok(writes(scene, OpKind::Export, some_operations())),
        undo: Undo::Refused("what has joined stays"),
        texts: vec![TEXTS[0], TEXTS[1], Text::stays("canary-digest", FILE)],
        import: Import::Brings(nothing, |scene| writes(scene, OpKind::Import, some_operations())),
        ..numbered()
    }
}

fn uncounts(scene: &mut Scene, by: OpKind) -> Uuid {
    let of: FactId = there(scene).id;
    writes(scene, by, DeskEventKind::Counts { of, counts: false })
}

pub fn counts() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("counts"),
        before: |scene| {
            scene.make(&numbered());
        },
        make: |scene| Ok(uncounts(scene, OpKind::Export)),
        undo: Undo::Refused("it is itself what takes back"),
        as_of: AsOf::ShowsNothing("nothing that a desk event says so far can be taken back"),
        import: Import::Brings(nothing, |scene| uncounts(scene, OpKind::Import)),
        ..numbered()
    }
}

pub fn text_erased() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("text_erased"),
        before: |scene| {
            scene.make(&numbered());
        },
        make: |scene| {
            let event = there(scene);
            Ok(scene.appends(OpKind::Export, None, vec![NewRow::ErasedText(event)]))
        },
        undo: Undo::Refused("what is erased is nowhere any more"),
        import: Import::No("nobody but the desk itself erases a text"),
        ..numbered()
    }
}

fn an_operator() -> DeskEventKind {
    use crate::domain::operator::Role;
    use crate::domain::staff::change::OperatorChange;
    DeskEventKind::Operator(OperatorChange::Added { role: Role::Owner, member: None })
}

const OPERATOR: &str = "it names who works here, not a member";

pub fn operator() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("operator"),
        make: |scene| Ok(writes(scene, OpKind::Operator, an_operator())),
        undo: Undo::Refused("what was so of an operator stays in the journal"),
        texts: vec![TEXTS[0], TEXTS[1]],
        import: Import::No(OPERATOR),
        ..numbered()
    }
}

/// An alert of the day, acknowledged; the row's own door, for planning asks no more of the file.
fn an_acknowledgement(scene: &Scene, note: &str) -> op::AcknowledgeAlert {
    use crate::domain::alert::{AlertMetric, AlertSeverity, AlertSide};
    use crate::domain::alert_ack::SeenAlert;
    let (metric, severity, side) = (AlertMetric::OverdueCases, AlertSeverity::Info, AlertSide::Above);
    op::AcknowledgeAlert {
        alert: "busy".to_owned(),
        day: scene.today(),
        owner: "canary-owner".to_owned(),
        note: Some(note.to_owned()),
        seen: SeenAlert { metric, severity, side, threshold_e4: 10_000, value_e4: 20_000 },
    }
}

pub fn acknowledged() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("acknowledged"),
        make: |scene| scene.perform(an_acknowledgement(scene, "canary-ack-note")),
        undo: Undo::Back,
        texts: vec![Text::stays("canary-ack-note", NOBODY), Text::stays("canary-owner", "it names who works here")],
        import: Import::No("it is said at the desk"),
        ..numbered()
    }
}

pub fn reviewed() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("reviewed"),
        make: |scene| {
            let kind = DeskEventKind::Reviewed { x: 3, by: "canary-auditor".to_owned() };
            Ok(writes(scene, OpKind::Review, kind))
        },
        undo: Undo::Refused("whoever has looked has looked"),
        texts: vec![TEXTS[0], TEXTS[1], Text::stays("canary-auditor", OPERATOR)],
        import: Import::No("a review is of this file's own audit log"),
        ..numbered()
    }
}

fn a_judgement() -> DeskEventKind {
    use crate::domain::drawn_sample::{Judgement, SampleChange};
    use crate::domain::num::OpSeq;
    let by = "canary-auditor".to_owned();
    let found = Judgement { seq: OpSeq(1), is_right: true, recorded: None, right: None, by };
    DeskEventKind::Sample(SampleChange::Judged(found))
}

pub fn sample() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("sample"),
        make: |scene| Ok(writes(scene, OpKind::Sample, a_judgement())),
        undo: Undo::Refused("another judgement counts in its place"),
        texts: vec![TEXTS[0], TEXTS[1], Text::stays("canary-auditor", OPERATOR)],
        import: Import::No("a sample is of this file's own audit log"),
        ..numbered()
    }
}

/// Who asked, for nothing that is any member's.
fn a_request() -> DeskEventKind {
    use crate::domain::approval_request::change::RequestChange;
    let by = "canary-proposer".to_owned();
    let until = crate::domain::day::Day(30_000);
    DeskEventKind::Proposal(RequestChange::Made { by, act: OpKind::Adjust, member: None, points: None, until })
}

pub fn proposal() -> MatrixRow {
    MatrixRow {
        kind: Kind::Desk("proposal"),
        make: |scene| Ok(writes(scene, OpKind::Propose, a_request())),
        undo: Undo::Refused("a request is withdrawn or rejected"),
        texts: vec![TEXTS[0], TEXTS[1], Text::stays("canary-proposer", OPERATOR)],
        import: Import::No("it is asked for at a desk"),
        ..numbered()
    }
}

//! Member events: who a member is, the status, tiers, merges, the end.

pub use super::feedback::{case, case_counts, churn_reason, contact, counts, feedback, feedback_counts, interactions};

use super::*;
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::member::Profile;
use crate::domain::num::{FactId, Points};
use crate::domain::op;
use crate::domain::read_models::MemberRecord;
use uuid::Uuid;

const PROFILE: &str = "a profile is always today's";
const OWN: &str = "each card keeps its own";
const BY_HAND: Import = Import::No("an operator does it");

/// Every text of a profile.
const PROFILE_TEXTS: [Text; 7] = [
    Text::gone("canary-name"),
    Text::gone("canary-mail"),
    Text::gone("canary-tag"),
    Text::gone("canary-consent"),
    Text::gone("canary-note"),
    Text::stays("canary-shop", SHOP),
    Text::stays("canary-channel", SHOP),
];

fn profile_of(member_no: &str) -> Box<Profile> {
    Box::new(Profile {
        member_no: member_no.to_owned(),
        name: "canary-name".to_owned(),
        phone: "13977700001".to_owned(),
        email: "canary-mail@example.com".to_owned(),
        birthday: Day::parse("1990-02-28"),
        joined_on: Day::parse("2026-11-01"),
        store: "canary-shop".to_owned(),
        channel: "canary-channel".to_owned(),
        tags: vec!["canary-tag".to_owned()],
        consents: vec!["canary-consent".to_owned()],
        referrer_no: "M2".to_owned(),
    })
}

pub fn enrol() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("enrol"),
        before: nothing,
        make: |scene| {
            let op = scene.perform(op::Enrol { profile: profile_of("M4") })?;
            scene.member = scene.desk.member_by_no("M4")?;
            Ok(op)
        },
        undo: Undo::Other("the number stays taken, and whoever has it is closed", is_closed),
        as_of: AsOf::AlwaysToday("whoever has been enrolled by now is somebody without purchases on a day before"),
        merge: Merge::Stays(OWN),
        freeze: Freeze::No("nobody is there yet who could be frozen"),
        texts: PROFILE_TEXTS.into_iter().filter(|text| text.canary != "canary-note").collect(),
        import: Import::Brings(nothing, |scene| {
            let op = scene.members("member_no,name\nM4,canary-name\n");
            scene.member = scene.desk.member_by_no("M4").unwrap();
            op
        }),
    }
}

fn is_closed(record: &MemberRecord) -> bool {
    record.snapshot.status == Status::Closed
}

pub fn profile() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("profile"),
        before: nothing,
        make: |scene| {
            let note = Some("canary-note".to_owned());
            scene.perform(op::Edit { member: scene.member, profile: profile_of("M1"), note })
        },
        undo: Undo::Back,
        as_of: AsOf::AlwaysToday(PROFILE),
        merge: Merge::Stays(OWN),
        freeze: Freeze::Allowed,
        texts: PROFILE_TEXTS.to_vec(),
        import: Import::Keeps(
            |scene| scene.members("member_no,name\nM1,canary-name\n"),
            "what a profile was before an import changed it is not kept",
        ),
    }
}

/// A file of members in which every column is filled, of somebody new and of somebody known.
pub fn members_with_every_column(scene: &mut Scene) -> Uuid {
    let row = |no: &str| {
        format!(
            "{no},name,13977700002,a@b.cc,1990-02-28,2026-11-01,shop,channel,tag,consent,M2,500,2027-12-31,2026-11-01,gold,\
             2027-03-31\n"
        )
    };
    let columns = "member_no,name,phone,email,birthday,joined_on,store,channel,tags,consents,referrer_no,opening_points,\
                   opening_expires_on,opened_on,tier,tier_until\n";
    scene.members(&format!("{columns}{}{}", row("M3"), row("M5")))
}

pub fn status() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("status"),
        before: |scene| {
            scene.sets(Status::Frozen).unwrap();
        },
        make: |scene| scene.sets(Status::Active),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Stays("whoever joins must be active, and the survivor's status is its own"),
        freeze: Freeze::Allowed,
        texts: vec![Text::gone("canary-status-note")],
        import: Import::Brings(let_out, let_in_again_alone),
    }
}

const NEWCOMER: &str = "member_no,name\nM6,王\n";

/// Somebody came by a file, and left with its undo.
fn let_out(scene: &mut Scene) {
    let op = scene.members(NEWCOMER);
    scene.member = scene.desk.member_by_no("M6").unwrap();
    scene.undo(op).unwrap();
}

/// The same file again.
fn let_in_again_alone(scene: &mut Scene) -> Uuid {
    scene.members(NEWCOMER)
}

/// Both, one after the other.
pub fn let_in_again(scene: &mut Scene) -> Uuid {
    let_out(scene);
    let_in_again_alone(scene)
}

fn is_gold(record: &MemberRecord, _: FactId) -> bool {
    record.snapshot.tier.code == "gold"
}

fn is_a_tier_step(record: &MemberRecord, id: FactId) -> bool {
    record.trace.tier_steps.iter().any(|step| step.fact == Some(id))
}

const TIER_FROZEN: Freeze = Freeze::Refused("a tier by hand is an adjustment too");

fn overrides(scene: &mut Scene) -> Result<Uuid, DeskError> {
    scene.perform(op::Override {
        member: scene.member,
        tier: "gold".to_owned(),
        until: scene.today().plus_days(100),
        mode: OverrideMode::Floor,
        reason: "goodwill".to_owned(),
        note: Some("canary-note".to_owned()),
    })
}

pub fn tier_override() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("override"),
        before: nothing,
        make: overrides,
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(is_gold),
        freeze: TIER_FROZEN,
        texts: vec![Text::gone("canary-note")],
        import: Import::No("the tier of a file is an event of its own"),
    }
}

pub fn override_end() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("override_end"),
        before: |scene| {
            overrides(scene).unwrap();
        },
        make: |scene| scene.undo(scene.newest),
        merge: Merge::Goes(is_a_tier_step),
        import: BY_HAND,
        ..tier_override()
    }
}

pub fn override_again() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("override_again"),
        before: |scene| {
            (override_end().before)(scene);
            scene.make(&override_end());
        },
        make: |scene| scene.undo(scene.newest),
        import: BY_HAND,
        ..tier_override()
    }
}

pub fn tier_import() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("tier_import"),
        before: nothing,
        make: |scene| Ok(brings_a_tier(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(is_gold),
        freeze: Freeze::Allowed,
        texts: vec![],
        import: Import::Brings(nothing, brings_a_tier),
    }
}

fn brings_a_tier(scene: &mut Scene) -> Uuid {
    scene.members("member_no,tier,tier_until\nM1,gold,2027-03-31\n")
}

const MERGE_FROZEN: Freeze = Freeze::Refused("only active members are merged and parted");

pub fn absorb() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("absorb"),
        before: |scene| {
            scene.gives(scene.third, 300);
        },
        make: |scene| scene.merges(scene.third, scene.member),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(|record, _| record.snapshot.points.balance == Points(300)),
        freeze: MERGE_FROZEN,
        texts: vec![Text::gone("canary-merge-note")],
        import: BY_HAND,
    }
}

pub fn merged_into() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("merged_into"),
        before: |scene| {
            scene.gives(scene.member, 50);
        },
        make: |scene| scene.merges(scene.member, scene.third),
        merge: Merge::Refused("its record goes on at the other card"),
        ..absorb()
    }
}

pub fn unmerge() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("unmerge"),
        before: |scene| {
            scene.gives(scene.member, 50);
            scene.gives(scene.third, 300);
            scene.merges(scene.third, scene.member).unwrap();
        },
        make: |scene| scene.perform(op::Unmerge { member: scene.member, reason: None }),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(|record, _| record.snapshot.points.balance == Points(50)),
        freeze: MERGE_FROZEN,
        // The merge's own.
        texts: vec![Text::gone("canary-merge-note")],
        import: BY_HAND,
    }
}

pub fn erase() -> MatrixRow {
    MatrixRow {
        kind: Kind::Event("erase"),
        before: |scene| {
            scene.make(&profile());
        },
        make: |scene| scene.perform(op::Erase { member: scene.member }),
        undo: Undo::Refused("what is erased is nowhere any more"),
        as_of: AsOf::Unchanged,
        merge: Merge::Refused("nobody is there any more who could be merged"),
        freeze: Freeze::Allowed,
        // The profile's own.
        texts: PROFILE_TEXTS.to_vec(),
        import: BY_HAND,
    }
}

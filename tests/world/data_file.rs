//! A data file with a clock, and somebody at a desk of it.
//!
//! ```text
//! let mut world = World::in_memory();
//! world.member("M1", "张伟", "13812345678");
//! world.purchases("order_ref,member_no,purchased_at,amount\nA-1,M1,2026-11-20,99.00\n", &ImportOptions::default());
//! assert_eq!(world.balance("M1"), 99);
//! ```

use super::Asks;
use loyaltui::desk::Desk;
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use loyaltui::domain::day::{Day, Instant};
use loyaltui::domain::fold::view::Snapshot;
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::{MemberId, Points};
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::read_models::{Committed, MemberRecord};
use std::path::PathBuf;
use tempfile::TempDir;

/// 2026-11-22, 10:00 in Shanghai.
pub const NOW: Instant = Instant(1_795_312_800_000);

const MINUTE_MS: i64 = 60_000;

/// Who may do everything, by name.
pub fn operator(name: &str) -> Operator {
    Operator { name: name.to_owned(), role: Role::Owner }
}

/// The desk of an empty data file in memory, with the programme of a text, at [`NOW`].
pub fn desk_with(program: &str) -> Desk {
    Desk::in_memory(program, operator("李雯"), NOW).unwrap()
}

/// Points up or down.
pub fn adjust(member: MemberId, delta: i64) -> Intent {
    let reason = "goodwill".to_owned();
    Intent::Adjust(op::Adjust { member, delta: Points(delta), reason, note: None, reference: None })
}

/// A data file that lives as long as the test. What is done in it was done a minute ago by its clock.
pub struct World {
    /// The desk at which somebody sits.
    pub desk: Desk,
    clock: fn() -> Instant,
    /// Where the file is; `None` in memory.
    folder: Option<TempDir>,
}

impl World {
    /// An empty file in memory with the default programme; it is always [`NOW`].
    pub fn in_memory() -> Self {
        Self { desk: desk_with(DEFAULT_TOML), clock: || NOW, folder: None }
    }

    /// The same in a folder, made an hour ago by a clock.
    pub fn in_a_file(clock: fn() -> Instant) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made_at = Instant(clock().0 - 60 * MINUTE_MS);
        let desk = Desk::create(&folder.path().join("shop.db"), DEFAULT_TOML, operator("李雯"), made_at).unwrap();
        Self { desk, clock, folder: Some(folder) }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.as_ref().unwrap().path().join("shop.db")
    }

    /// Another desk at the same file, for somebody else.
    pub fn desk_of(&self, name: &str) -> Desk {
        Desk::open(&self.path(), operator(name)).unwrap()
    }

    /// Plans and commits a change.
    pub fn done(&mut self, intent: impl Into<Intent>) -> Committed {
        let at = Instant((self.clock)().0 - MINUTE_MS);
        let plan = self.desk.plan(intent.into(), at).unwrap();
        self.desk.commit(&plan, None, at).unwrap()
    }

    /// Enrols a member.
    pub fn member(&mut self, member_no: &str, name: &str, phone: &str) -> MemberId {
        let profile = Profile {
            member_no: member_no.to_owned(),
            name: name.to_owned(),
            phone: phone.to_owned(),
            joined_on: Day::parse("2026-01-05"),
            ..Profile::default()
        };
        self.done(op::Enrol { profile: Box::new(profile) }).member.unwrap()
    }

    /// Gives or takes points.
    pub fn adjust(&mut self, member: MemberId, delta: i64) {
        self.done(adjust(member, delta));
    }

    /// Imports members from the text of a file.
    pub fn members(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        let file = ImportSource::bytes(csv.as_bytes());
        self.desk.import_members(file, options, &mut NoWatch, (self.clock)()).unwrap()
    }

    /// Imports sales and refunds from the text of a file.
    pub fn purchases(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        let file = ImportSource::bytes(csv.as_bytes());
        self.desk.import_purchases(file, options, &mut NoWatch, (self.clock)()).unwrap()
    }

    /// Imports answers to a survey from the text of a file.
    pub fn answers(&mut self, csv: &str, options: &ImportOptions) -> Summary {
        let file = ImportSource::bytes(csv.as_bytes());
        self.desk.import_feedback(file, options, &mut NoWatch, (self.clock)()).unwrap()
    }

    /// The member of a number.
    pub fn id(&mut self, member_no: &str) -> MemberId {
        self.desk.member_by_no(member_no).unwrap()
    }

    /// A member's record today.
    pub fn record(&mut self, member_no: &str) -> Box<MemberRecord> {
        let member = self.id(member_no);
        self.desk.open_member(member, None, (self.clock)()).unwrap()
    }

    /// What it comes to.
    pub fn snapshot(&mut self, member_no: &str) -> Snapshot {
        self.record(member_no).snapshot
    }

    pub fn balance(&mut self, member_no: &str) -> i64 {
        self.snapshot(member_no).points.balance.0
    }

    /// The file is what its journal says, and every cached state is what its facts make it.
    #[track_caller]
    pub fn is_sound(&mut self) {
        assert_eq!(self.desk.verify().unwrap().wrong, None, "the file must verify");
    }
}

//! A store for tests.

use loyaltui::desk::Desk;
use loyaltui::domain::day::{Day, Instant};
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::{MemberId, Points};
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::question::{FindMemberByNo, OpenMember, PlanChange};
use std::path::PathBuf;
use tempfile::TempDir;

/// A store that lives as long as the test.
pub struct Shop {
    folder: TempDir,
    clock: fn() -> Instant,
}

impl Shop {
    /// An empty store with the default programme, made an hour ago by a clock.
    pub fn new(clock: fn() -> Instant) -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap(), clock };
        Desk::create(&shop.path(), DEFAULT_TOML, operator("boss"), shop.ago(3_600_000)).unwrap();
        shop
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("shop.db")
    }

    /// A desk of its own for a name.
    pub fn desk(&self, name: &str) -> Desk {
        Desk::open(&self.path(), operator(name)).unwrap()
    }

    fn ago(&self, ms: i64) -> Instant {
        Instant((self.clock)().0 - ms)
    }

    /// Plans and commits a change behind the console's back, a minute ago.
    pub fn change(&self, intent: Intent) -> MemberId {
        let mut desk = self.desk("elsewhere");
        let at = self.ago(60_000);
        let plan = desk.ask(&operator("elsewhere"), PlanChange { intent }, at).unwrap();
        desk.commit(&plan, None, at).unwrap().member.unwrap()
    }

    /// Enrols a member.
    pub fn member(&self, member_no: &str, name: &str, phone: &str) -> MemberId {
        let profile = Profile {
            member_no: member_no.to_owned(),
            name: name.to_owned(),
            phone: phone.to_owned(),
            joined_on: Day::parse("2026-01-05"),
            ..Profile::default()
        };
        self.change(Intent::Enrol(op::Enrol { profile: Box::new(profile) }))
    }

    /// Gives or takes points.
    pub fn adjust(&self, member: MemberId, delta: i64) {
        self.change(Intent::Adjust(op::Adjust {
            member,
            delta: Points(delta),
            reason: "goodwill".to_owned(),
            note: None,
            reference: None,
        }));
    }

    /// The member of a number.
    pub fn id(&self, member_no: &str) -> MemberId {
        let question = FindMemberByNo { member_no: member_no.to_owned() };
        self.desk("reader").ask(&operator("reader"), question, self.ago(0)).unwrap()
    }

    /// What stands in the file.
    pub fn balance(&self, member: MemberId) -> i64 {
        let question = OpenMember { member, as_of: None };
        let file = self.desk("reader").ask(&operator("reader"), question, self.ago(0)).unwrap();
        file.snapshot.points.balance.0
    }
}

fn operator(name: &str) -> Operator {
    Operator { name: name.to_owned(), role: Role::Owner }
}

use crate::desk::Desk;
use crate::desk::import::pace::Pace;
use crate::desk::import::purchases::import_with;
use crate::desk::import::write::ImportWriter;
use crate::desk::import::{ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, NoWatch, Summary};
use crate::desk::tests::{NOW, adjust, done, owner};
use crate::domain::fact::Status;
use crate::domain::num::{FileNumber, MemberId};
use crate::domain::op::{self, Intent};
use crate::world::World;
use proptest::prelude::*;
use rstest::rstest;
use std::cell::Cell;
use std::fmt::Write as _;
use std::path::Path;

/// Sales of the one who has most of them.
const SALES: usize = 60;

/// One with many purchases over two years, refunds among them, and two with few.
fn log() -> String {
    let mut csv = "order_ref,member_no,purchased_at,amount,kind,refund_of\n".to_owned();
    for n in 0..SALES {
        let (year, month, day) = (2025 + n / 40, n / 4 % 10 + 1, n % 28 + 1);
        writeln!(csv, "A{n},M1,{year}-{month:02}-{day:02},{}.50,sale,", 40 + n * 13 % 300).unwrap();
        if n % 5 == 0 {
            writeln!(csv, "R{n},M1,2026-11-{:02},10.00,refund,A{n}", n / 5 + 1).unwrap();
        }
        if n % 20 == 0 {
            writeln!(csv, "B{n},M{},2026-01-05,99.00,sale,", n / 20 + 2).unwrap();
        }
    }
    csv
}

fn import(desk: &mut Desk, csv: &str, rows: usize, watch: &mut dyn ImportWatch) -> Summary {
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    let mut writer = ImportWriter::new(&mut desk.store, "mei", "purchases", NOW).unwrap();
    writer.pace = Pace::at_most(rows);
    import_with(writer, ImportSource::bytes(csv.as_bytes()), &options, watch).unwrap()
}

/// What each member's file says, without the numbers of rows.
fn seen(desk: &Desk) -> String {
    let mut out = String::new();
    for no in ["M1", "M2", "M3", "M4"] {
        let member = desk.member_by_no(no).unwrap();
        let mut history = desk.store.history(member).unwrap();
        history.facts.sort_by(|a, b| a.order_key(FileNumber::NONE).cmp(&b.order_key(FileNumber::NONE)));
        let programs = desk.programs().unwrap();
        let row = desk.store.state_on(member, programs.zone().day_of(NOW), &programs).unwrap().unwrap();
        writeln!(out, "{no} {} {} {:?} {}", row.balance.0, row.tier, row.net_spend, row.orders).unwrap();
        for f in &history.facts {
            let link = f.link.and_then(|sale| desk.store.fact(sale).unwrap()?.reference);
            writeln!(out, "{:?} {:?} {:?} {:?} {:?} {link:?}", f.reference, f.at, f.amount, f.points, f.expires_on)
                .unwrap();
        }
    }
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    out
}

/// All in one step a member.
fn whole() -> String {
    let mut desk = World::in_memory().desk;
    assert_eq!(import(&mut desk, &log(), 1_000, &mut NoWatch).rejected, 0);
    seen(&desk)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn steps_of_any_size_give_the_same_store(rows in 1_usize..80, known in any::<bool>()) {
        let mut desk = World::in_memory().desk;
        if known {
            // Of the long history, the beginning is there already.
            let (log, lines) = (log(), 30);
            let end = log.match_indices('\n').nth(lines - 1).unwrap().0;
            import(&mut desk, &log[..=end], 1_000, &mut NoWatch);
        }
        let summary = import(&mut desk, &log(), rows, &mut NoWatch);
        prop_assert_eq!((summary.rejected, summary.stopped), (0, false));
        prop_assert_eq!(seen(&desk), whole());
    }
}

/// Does something after so many steps.
struct After<'a> {
    steps: Cell<u32>,
    act: &'a dyn Fn(),
    stops: bool,
}

impl ImportWatch for After<'_> {
    fn progress(&mut self, progress: ImportProgress) {
        if progress.stage == ImportPhase::Writing && self.steps.get() > 0 {
            self.steps.set(self.steps.get() - 1);
            if self.steps.get() == 0 {
                (self.act)();
            }
        }
    }

    fn stop(&self) -> bool {
        self.stops && self.steps.get() == 0
    }
}

#[rstest]
fn stopped_between_two_parts_it_is_gone_on_with(#[values(1, 2, 5)] steps: u32) {
    let mut world = World::in_a_file(|| NOW);
    let mut watch = After { steps: Cell::new(steps), act: &|| {}, stops: true };
    let stopped = import(&mut world.desk, &log(), 7, &mut watch);
    assert!(stopped.stopped && stopped.new > 0);
    assert_eq!(world.desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    let rest = import(&mut world.desk, &log(), 7, &mut NoWatch);
    assert_eq!(rest.unchanged, stopped.new);
    assert_eq!(seen(&world.desk), whole());
}

fn beside(path: &Path, work: &dyn Fn(&mut Desk, MemberId)) {
    let mut other = Desk::open(path, owner()).unwrap();
    let member = other.member_by_no("M1").unwrap();
    work(&mut other, member);
}

#[rstest]
#[case::another_member(&|desk: &mut Desk, _| drop(done(desk, &adjust(desk.member_by_no("M9").unwrap(), 5))))]
#[case::the_member(&|desk: &mut Desk, member| drop(done(desk, &adjust(member, 5))))]
fn what_others_write_between_two_parts_leaves_the_rest_as_it_is(
    #[case] work: &dyn Fn(&mut Desk, MemberId),
    #[values(1, 3)] steps: u32,
) {
    let mut world = World::in_a_file(|| NOW);
    let path = world.path();
    import(&mut world.desk, "order_ref,member_no,purchased_at,amount\nZ,M9,2026-01-01,5\n", 9, &mut NoWatch);
    let act = || beside(&path, work);
    let mut watch = After { steps: Cell::new(steps), act: &act, stops: false };
    let summary = import(&mut world.desk, &log(), 7, &mut watch);
    assert_eq!((summary.rejected, watch.steps.get()), (0, 0));
    let of_sales = |seen: &str| -> Vec<String> {
        seen.lines().filter(|line| line.starts_with("Some(")).map(str::to_owned).collect()
    };
    assert_eq!(of_sales(&seen(&world.desk)), of_sales(&whole()));
}

#[test]
fn a_member_whose_membership_ends_between_two_parts_takes_no_more() {
    let mut world = World::in_a_file(|| NOW);
    let path = world.path();
    let close = |desk: &mut Desk, member| {
        done(
            desk,
            &Intent::SetStatus(op::SetStatus { member, to: Status::Closed, reason: None, note: None, churn: None }),
        );
    };
    let act = || beside(&path, &close);
    let mut watch = After { steps: Cell::new(2), act: &act, stops: false };
    let summary = import(&mut world.desk, &log(), 7, &mut watch);
    assert!(summary.rejected > 0 && summary.errors.iter().all(|e| e.reason.code() == "member_closed"));
    assert_eq!(world.desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

//! An import that is stopped, killed, or not alone.

use super::shop::{codes, counts, enrol, seen_of, today};
use crate::world::{Asks, NOW, World, adjust, operator};
use loyaltui::desk::Desk;
use loyaltui::desk::error::DeskError;
use loyaltui::desk::import::{ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, NoWatch};
use loyaltui::domain::member::Profile;
use loyaltui::domain::op::{self, Intent};
use std::cell::{Cell, RefCell};
use std::env;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MEMBERS: usize = 1_000;

/// Purchases of many members over many days, with refunds, enough for several steps.
fn log() -> String {
    let mut csv = "order_ref,member_no,purchased_at,amount,kind,refund_of\n".to_owned();
    for n in 0..MEMBERS * 5 {
        let (member, day) = (n * 7 % MEMBERS, today().plus_days(-700 + i64::try_from(n % 690).unwrap()));
        writeln!(csv, "A{n},M{member:04},{day},{}.50,sale,", 20 + n % 900).unwrap();
        if n % 9 == 0 {
            writeln!(csv, "R{n},M{member:04},{},10.00,refund,A{n}", day.plus_days(3)).unwrap();
        }
    }
    csv
}

fn some_members() -> Vec<String> {
    (0..MEMBERS).step_by(37).map(|n| format!("M{n:04}")).collect()
}

fn seen(shop: &mut World) -> String {
    let numbers = some_members();
    seen_of(shop, &numbers.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Says stop once so many steps of a stage have been reported.
struct StopAfter {
    stage: ImportPhase,
    left: Cell<u32>,
}

impl ImportWatch for StopAfter {
    fn progress(&mut self, progress: ImportProgress) {
        if progress.stage == self.stage {
            self.left.set(self.left.get().saturating_sub(1));
        }
    }

    fn stop(&self) -> bool {
        self.left.get() == 0
    }
}

#[test]
fn what_was_stopped_is_gone_on_with() {
    let csv = log();
    let mut whole = World::in_a_file(|| NOW);
    let total = whole.purchases(&csv, &enrol());
    let mut stopped = World::in_a_file(|| NOW);
    let mut new = 0;
    for (stage, steps) in
        [(ImportPhase::Reading, 1), (ImportPhase::Writing, 2), (ImportPhase::Writing, 3), (ImportPhase::Indexing, 1)]
    {
        let mut watch = StopAfter { stage, left: Cell::new(steps) };
        let source = ImportSource::bytes(csv.as_bytes());
        let summary = stopped.desk.import_purchases(source, &enrol(), &mut watch, NOW).unwrap();
        assert!(summary.stopped, "{stage:?}");
        new += summary.new;
        stopped.is_sound();
    }
    let rest = stopped.purchases(&csv, &enrol());
    assert!(!rest.stopped);
    assert_eq!(new + rest.new, total.new);
    assert_eq!(counts(&stopped.purchases(&csv, &enrol())), [0, 0, total.new, 0]);
    assert_eq!(seen(&mut stopped), seen(&mut whole));
    stopped.is_sound();
}

/// Where the child below imports: with it set, the test plays the child.
const STORE: &str = "LOYALTUI_TEST_IMPORT_STORE";

/// Tells its parent of every step.
struct Tell;

impl ImportWatch for Tell {
    fn progress(&mut self, progress: ImportProgress) {
        println!("{:?}", progress.stage);
    }
}

/// Starts a child that imports, and kills it after so many reports of a stage. Answers whether it came to its end before.
fn killed_after(path: &Path, stage: &str, reports: usize) -> bool {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["import::stop::a_killed_import_is_gone_on_with", "--exact", "--nocapture"])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let killed = out.lines().map(Result::unwrap).filter(|line| line.ends_with(stage)).nth(reports).is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    killed
}

#[test]
fn a_killed_import_is_gone_on_with() {
    let csv = log();
    if let Some(path) = env::var_os(STORE) {
        let mut desk = Desk::open(&PathBuf::from(path), operator("mei")).unwrap();
        desk.import_purchases(ImportSource::bytes(csv.as_bytes()), &enrol(), &mut Tell, NOW).unwrap();
        return;
    }
    let mut whole = World::in_a_file(|| NOW);
    let total = whole.purchases(&csv, &enrol());
    let mut shop = World::in_a_file(|| NOW);
    let path = shop.path();
    for (stage, reports) in [("Matching", 3), ("Writing", 0), ("Writing", 2), ("Indexing", 1)] {
        assert!(killed_after(&path, stage, reports), "{stage} {reports}");
        shop.is_sound();
    }
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("shop.db")), "{left:?}");
    shop.purchases(&csv, &enrol());
    assert_eq!(counts(&shop.purchases(&csv, &enrol())), [0, 0, total.new, 0]);
    assert_eq!(seen(&mut shop), seen(&mut whole));
    shop.is_sound();
}

/// Adjusts members through another connection while the import runs.
struct Beside {
    desk: Desk,
    adjusted: i64,
}

impl ImportWatch for Beside {
    fn progress(&mut self, progress: ImportProgress) {
        if progress.stage != ImportPhase::Writing || self.adjusted == 3 {
            return;
        }
        // Members of the last rows: their states are being prepared just now.
        for number in some_members().iter().rev().take(5) {
            let Ok(member) = self.desk.member_by_no(number) else { continue };
            self.desk.perform(&adjust(member, 7), None, NOW).unwrap();
        }
        self.adjusted += 1;
    }
}

#[test]
fn what_others_write_beside_it_is_kept() {
    let csv = log();
    let numbers: Vec<String> = (0..MEMBERS).map(|n| format!("M{n:04}")).collect();
    let members = format!("member_no\n{}\n", numbers.join("\n"));
    let mut alone = World::in_a_file(|| NOW);
    alone.members(&members, &ImportOptions::default());
    let total = alone.purchases(&csv, &ImportOptions::default());
    let mut shop = World::in_a_file(|| NOW);
    shop.members(&members, &ImportOptions::default());
    let mut beside = Beside { desk: shop.desk_of("other"), adjusted: 0 };
    let source = ImportSource::bytes(csv.as_bytes());
    let summary = shop.desk.import_purchases(source, &ImportOptions::default(), &mut beside, NOW).unwrap();
    assert_eq!(beside.adjusted, 3);
    assert_eq!(counts(&summary), counts(&total));
    for number in some_members().iter().rev().take(5) {
        assert_eq!(shop.balance(number), alone.balance(number) + 21, "{number}");
    }
    shop.is_sound();
}

/// Imports beside the import.
struct Rival(Desk);

impl ImportWatch for Rival {
    fn progress(&mut self, progress: ImportProgress) {
        if progress.stage == ImportPhase::Writing {
            let csv = b"order_ref,member_no,purchased_at,amount\nX1,X,2026-03-01,1\n";
            self.0.import_purchases(ImportSource::bytes(csv), &enrol(), &mut NoWatch, NOW).unwrap();
        }
    }
}

#[test]
fn of_two_imports_at_once_one_stops_and_can_go_on() {
    let csv = log();
    let mut shop = World::in_a_file(|| NOW);
    let mut rival = Rival(shop.desk_of("other"));
    let result = shop.desk.import_purchases(ImportSource::bytes(csv.as_bytes()), &enrol(), &mut rival, NOW);
    assert!(matches!(result, Err(DeskError::Overtaken)), "{result:?}");
    shop.is_sound();
    let rest = shop.purchases(&csv, &enrol());
    assert!(rest.new > 0 && rest.unchanged > 0 && rest.rejected == 0, "{:?}", counts(&rest));
    shop.is_sound();
}

/// Enrols one of the file's last members through another connection after the first step.
struct Enrols {
    desk: RefCell<Desk>,
    done: Cell<bool>,
}

impl ImportWatch for Enrols {
    fn stop(&self) -> bool {
        if !self.done.replace(true) {
            let (member_no, name) = ("M3999".to_owned(), "elsewhere".to_owned());
            let profile = Box::new(Profile { member_no, name, ..Profile::default() });
            self.desk.borrow_mut().perform(&Intent::Enrol(op::Enrol { profile }), None, NOW).unwrap();
        }
        false
    }
}

#[test]
fn a_member_enrolled_beside_it_is_known_to_every_later_step() {
    let mut shop = World::in_a_file(|| NOW);
    let beside = shop.desk_of("other");
    let mut watch = Enrols { desk: RefCell::new(beside), done: Cell::new(false) };
    let numbers: Vec<String> = (0..4_000).map(|n| format!("M{n:04},Ann")).collect();
    let csv = format!("member_no,name\n{}\n", numbers.join("\n"));
    let source = ImportSource::bytes(csv.as_bytes());
    let summary = shop.desk.import_members(source, &ImportOptions::default(), &mut watch, NOW).unwrap();
    assert_eq!((counts(&summary), codes(&summary)), ([3_999, 0, 0, 1], vec![(4_001, "member_differs")]));
    shop.is_sound();
}

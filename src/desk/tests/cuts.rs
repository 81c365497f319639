//! Cut points that are kept for those who look at members one by one.

use super::{NOW, adjust, desk_with, done, later};
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::op::{self, Intent};
use crate::domain::program::DEFAULT_TOML;
use crate::domain::segment::RfmScore;
use crate::domain::segment_views::Sort;
use crate::domain::verification::Discrepancy;
use rstest::rstest;
use std::fmt::Write as _;

/// More members than are scored anew on every look.
const MANY: usize = 20_050;

fn bought(desk: &mut Desk, rows: &str) {
    let csv = format!("member_no,purchased_at,amount\n{rows}");
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    desk.import_purchases(ImportSource::bytes(csv.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
}

fn shop() -> Desk {
    let mut desk = desk_with(DEFAULT_TOML);
    let mut rows = String::new();
    for n in 0..MANY {
        writeln!(rows, "M{n},2026-{:02}-{:02},{}", 1 + n % 9, 1 + n % 28, 10 + n % 700).unwrap();
    }
    bought(&mut desk, &rows);
    desk
}

fn shown(desk: &Desk, member_no: &str) -> Option<RfmScore> {
    desk.find(member_no, 1, NOW, &mut ()).unwrap().rows[0].rfm
}

struct Stopped;

impl ScanWatch for Stopped {
    fn stop(&self) -> bool {
        true
    }
}

#[test]
fn lists_and_files_of_a_large_store_show_scores_once_they_are_learnt() {
    let mut desk = shop();
    assert_eq!((shown(&desk, "M7"), desk.cuts_are_old(NOW).unwrap()), (None, true), "nobody waits for a scan");
    desk.learn_cuts(None, NOW, &mut ()).unwrap();
    desk.drop_columns();
    assert!(!desk.cuts_are_old(NOW).unwrap());
    let page = desk.segment_page("*", None, Sort::default(), 0..MANY, NOW, &mut ()).unwrap();
    desk.drop_columns();
    for row in page.rows.iter().step_by(2_003) {
        assert_eq!(shown(&desk, &row.member_no), row.rfm, "{}", row.member_no);
        assert!(row.rfm.is_some());
    }
    // One adjustment moves nobody's scores, another day or an import may.
    let member = desk.member_by_no("M7").unwrap();
    done(&mut desk, &adjust(member, 5));
    assert!(!desk.cuts_are_old(NOW).unwrap());
    assert!(desk.cuts_are_old(later(1)).unwrap());
    bought(&mut desk, "M7,2026-11-01,10\n");
    assert!(desk.cuts_are_old(NOW).unwrap());
    desk.learn_cuts(None, NOW, &mut ()).unwrap();
    let toml = DEFAULT_TOML.replacen("min_members = 50", "min_members = 60", 1);
    done(&mut desk, &Intent::ApplyProgram(op::ApplyProgram { toml }));
    assert!(desk.cuts_are_old(NOW).unwrap(), "another rule");
}

#[test]
fn a_scan_that_is_stopped_keeps_nothing() {
    let mut desk = shop();
    let past = crate::domain::day::Day::parse("2026-05-31");
    let stopped = desk.board("*", past, true, NOW, &mut Stopped);
    assert!(matches!(stopped, Err(crate::desk::error::DeskError::Interrupted)), "{stopped:?}");
    let stopped = desk.fit_models(None, None, NOW, &mut Stopped);
    assert!(stopped.is_err());
    assert!(desk.cuts_are_old(NOW).unwrap());
}

/// Says stop when it has been asked so often.
#[derive(Default)]
struct Patient {
    asked: std::cell::Cell<usize>,
    until: Option<usize>,
}

impl ScanWatch for Patient {
    fn stop(&self) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.until.is_some_and(|until| self.asked.get() > until)
    }
}

#[test]
fn a_fit_stops_between_any_two_likelihoods_and_is_the_same_where_it_goes_on() {
    let mut desk = regulars();
    let mut watch = Patient::default();
    let whole = desk.fit_models(None, None, NOW, &mut watch).unwrap();
    let questions = watch.asked.get();
    assert!(questions > 60, "{questions}: three searches of three starts each, and one in the hold-out");
    for until in (0..questions).step_by((questions / 5).max(1)) {
        let mut watch = Patient { until: Some(until), ..Patient::default() };
        let stopped = desk.fit_models(None, None, NOW, &mut watch);
        assert!(matches!(stopped, Err(crate::desk::error::DeskError::Interrupted)), "{until}: {stopped:?}");
    }
    let mut watch = Patient { until: Some(questions), ..Patient::default() };
    assert_eq!(desk.fit_models(None, None, NOW, &mut watch).unwrap(), whole);
}

/// A shop whose members come back: enough repeat buyers for models.
fn regulars() -> Desk {
    let program = "name = \"Tea house\"\n[clv]\nmin_repeaters = 50\n";
    let mut desk = desk_with(program);
    let mut rows = String::new();
    for n in 0..400 {
        for k in 0..=n % 7 {
            let (month, day) = (1 + (n + 3 * k * k) % 10, 1 + (n * 7 + k * 5) % 28);
            writeln!(rows, "M{n},2026-{month:02}-{day:02},{}", 10 + (n * 13 + k) % 90).unwrap();
        }
    }
    bought(&mut desk, &rows);
    desk
}

#[rstest]
#[case::parameter("UPDATE model_fit SET body = json_set(body, '$.bg.params.r', 0.31)")]
#[case::likelihood("UPDATE model_fit SET body = json_set(body, '$.mbg.log_likelihood', -1.0)")]
#[case::money("UPDATE model_fit SET body = json_remove(body, '$.money')")]
#[case::members("UPDATE model_fit SET body = json_set(body, '$.bg.n', 17)")]
#[case::held_out("UPDATE model_fit SET body = json_set(body, '$.tested.fit.params.a', 9)")]
#[case::another_day("UPDATE model_fit SET day = day - 1")]
#[case::unreadable("UPDATE model_fit SET body = 'x'")]
#[case::ahead("UPDATE model_fit SET through_op = 99999")]
fn kept_models_are_proved(#[case] sql: &str) {
    let mut desk = regulars();
    desk.fit_models(None, None, NOW, &mut ()).unwrap();
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1);
    let wrong = desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong;
    assert!(matches!(&wrong, Some(Discrepancy::Table { table, .. }) if table == "model_fit"), "{wrong:?}");
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn kept_cut_points_are_proved() {
    let mut desk = shop();
    desk.learn_cuts(None, NOW, &mut ()).unwrap();
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    for sql in [
        "UPDATE rfm_cut SET body = json_set(body, '$.Ok.m[0]', 7)",
        "UPDATE rfm_cut SET body = '{\"Err\":{\"n\":3,\"min\":50}}'",
        "UPDATE rfm_cut SET through_op = 99999",
    ] {
        desk.learn_cuts(None, NOW, &mut ()).unwrap();
        assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1);
        let wrong = desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong;
        assert!(matches!(&wrong, Some(Discrepancy::Table { table, .. }) if table == "rfm_cut"), "{sql}: {wrong:?}");
        desk.store.raw().execute("DELETE FROM rfm_cut", []).unwrap();
    }
}

//! Everybody in columns, on any day, is what each member's own fold says.

use super::anything::{Work, cases, step};
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::program::DEFAULT_TOML;
use crate::domain::segment_views::{Sort, SortBy};
use crate::store::columns::Columns;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Everybody's gaps set a window of the stages, and scores look at some of the days.
const WINDOWED: &str =
    "name = \"Tea house\"\n[lifecycle]\nlapsing_days = \"auto\"\n[rfm]\nmin_members = 5\nwindow_days = 200\n";

/// Enough others for scores, who bought at the edges of the windows.
fn others(work: &mut Work) {
    let today = work.desk.programs().unwrap().zone().day_of(work.now);
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    for (n, back) in [0, 199, 200, 201, 90, 91, 180, 181].into_iter().enumerate() {
        writeln!(rows, "X{n},{},10\nX{n},{},{n}", today.plus_days(-back), today.plus_days(-back - 150)).unwrap();
    }
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    work.desk.import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, work.now).unwrap();
}

/// Everybody who is listed on a day against the file of each.
fn listed_as_filed(work: &Work, day: Day) {
    let sort = Sort { by: SortBy::Points, descending: true };
    let page = work.desk.segment_page("*", Some(day), sort, 0..100, work.now, &mut ()).unwrap();
    for row in page.rows {
        let file = work.desk.open_member(row.id, Some(day), work.now).unwrap().snapshot;
        let bought = &file.purchases;
        let who = format!("{} on {day}", row.member_no);
        assert_eq!(row.status, file.status, "{who}");
        if row.status == Status::Merged {
            continue;
        }
        assert_eq!((&row.tier, row.balance), (&file.tier.code, file.points.balance), "{who}");
        assert_eq!((row.orders, row.last_on, row.net_spend), (bought.count, bought.last_on, bought.net_spend), "{who}");
        assert_eq!(row.stage, file.lifecycle.stage, "{who}");
        assert_eq!(row.rfm, work.desk.open_member(row.id, Some(day), work.now).unwrap().rfm, "{who}");
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn columns_of_any_day_are_the_folds_of_that_day(
        steps in proptest::collection::vec(step(), 1..30), back in proptest::collection::vec(0_i64..700, 3),
        program in prop_oneof![Just(DEFAULT_TOML), Just(WINDOWED)],
    ) {
        let mut work = Work::with(program);
        others(&mut work);
        for step in &steps {
            work.take(step);
        }
        let programs = work.desk.programs().unwrap();
        let today = programs.zone().day_of(work.now);
        for days in back.into_iter().chain([0]) {
            listed_as_filed(&work, today.plus_days(-days));
        }
        let learnt = program.contains("auto");
        if learnt {
            work.desk.learn_above(0);
            work.desk.learn_cuts(None, work.now, &mut ()).unwrap();
            work.desk.drop_columns();
            listed_as_filed(&work, today);
            return Ok(());
        }
        // The two ways to today: the cached states, and the purchase history.
        let cached = work.desk.store.columns(today, &programs, &mut ()).unwrap();
        let bought = work.desk.store.bought(today, &programs, &mut ()).unwrap();
        let scanned = Columns::of_bought(&bought, today, &programs);
        prop_assert_eq!(&cached.status, &scanned.status);
        for at in (0..cached.len()).filter(|at| cached.counts(*at)) {
            let of = |c: &Columns| (c.orders[at], c.days[at], c.first_on[at], c.last_on[at], c.net_spend[at], c.stage[at]);
            prop_assert_eq!(of(&cached), of(&scanned), "member {}", cached.members[at]);
        }
    }
}

//! Scores, segments, lifecycle, rates and cohorts on the CD-store sample as of 1998-07-01.

use super::models::{LOG, rows};
use chrono::{Datelike, NaiveDate};
use loyaltui::analytics::cohort::{Counts, MonthIndex};
use loyaltui::analytics::rfm::{cuts_of, ntile};
use loyaltui::domain::segment::Segment;
use std::collections::BTreeMap;

/// Per customer, in the golden file's order: every purchase as (day, month, cents), by day.
fn purchases() -> BTreeMap<u32, Vec<(i64, MonthIndex, i64)>> {
    let mut out: BTreeMap<u32, Vec<(i64, MonthIndex, i64)>> = BTreeMap::new();
    for line in LOG.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let date = NaiveDate::parse_from_str(fields[2], "%Y%m%d").unwrap();
        let cents: i64 = fields[4].replace('.', "").parse().unwrap();
        let month = date.year() * 12 + i32::try_from(date.month0()).unwrap();
        let day = i64::from(date.num_days_from_ce());
        out.entry(fields[1].parse().unwrap()).or_default().push((day, month, cents));
    }
    for rows in out.values_mut() {
        rows.sort_unstable();
    }
    out
}

fn as_of() -> i64 {
    i64::from(NaiveDate::from_ymd_opt(1998, 7, 1).unwrap().num_days_from_ce())
}

#[test]
fn scores_and_segments_to_the_last_member() {
    let all = purchases();
    let last: Vec<i64> = all.values().map(|p| p.last().unwrap().0).collect();
    let orders: Vec<i64> = all.values().map(|p| i64::try_from(p.len()).unwrap()).collect();
    let spend: Vec<i64> = all.values().map(|p| p.iter().map(|x| x.2).sum()).collect();
    let cuts = [&last, &orders, &spend].map(|column| cuts_of(column));
    let tiles = [&last, &orders, &spend].map(|column| ntile(column));
    let golden = rows(include_str!("rfm_cdnow_sample.csv"));
    assert_eq!(golden.len(), all.len());
    for (at, row) in golden.iter().enumerate() {
        let of = |column: &str| row[column].parse::<i64>().unwrap();
        let id = &row["id"];
        assert_eq!(
            (as_of() - last[at], orders[at], spend[at]),
            (of("recency"), of("frequency"), of("monetary_cents")),
            "{id}"
        );
        let together = [(last[at], "r_tie"), (orders[at], "f_tie"), (spend[at], "m_tie")];
        for ((value, column), cuts) in together.into_iter().zip(cuts) {
            assert_eq!(i64::from(cuts.score(value)), of(column), "{column} of {id}");
        }
        for (tiles, column) in tiles.iter().zip(["r_ntile", "f_ntile", "m_ntile"]) {
            assert_eq!(i64::from(tiles[at]), of(column), "{column} of {id}");
        }
        let segment = Segment::of(cuts[0].score(last[at]), cuts[1].score(orders[at]));
        assert_eq!(ours(&row["seg11_tie"]), segment.word(), "segment of {id}");
    }
}

/// The golden file's names in ours.
fn ours(name: &str) -> &str {
    match name {
        "need_attention" => "needs_attention",
        "loyal_customers" => "loyal",
        "potential_loyalists" => "potential",
        "new_customers" => "new",
        same => same,
    }
}

fn counts() -> Counts {
    let mut counts = Counts::default();
    for purchases in purchases().values() {
        let mut days: Vec<(i64, MonthIndex)> = purchases.iter().map(|(day, month, _)| (*day, *month)).collect();
        days.dedup();
        counts.add(&days);
    }
    counts.finish();
    counts
}

#[test]
fn repeat_purchase_rate() {
    let row = &rows(include_str!("rfm_cdnow_sample_repeat_purchase.csv"))[0];
    let repeat = counts().repeat;
    assert_eq!(
        (repeat.part.to_string(), repeat.n.to_string()),
        (row["repeat_by_day"].clone(), row["customers"].clone())
    );
}

#[test]
fn activity_month_by_month() {
    let counts = counts();
    let golden = rows(include_str!("rfm_cdnow_sample_monthly.csv"));
    assert_eq!(golden.len(), counts.months.len());
    for (row, (_, a)) in golden.iter().zip(&counts.months) {
        let of = |column: &str| row[column].parse::<f64>().unwrap_or(0.0);
        let found = [a.active, a.first, a.retained, a.reactivated, a.churned.part];
        for (n, column) in found.into_iter().zip(["active", "new_", "retained", "reactivated", "churned"]) {
            assert_eq!(n.to_string(), of(column).to_string(), "{column} of {}-{}", row["year"], row["month"]);
        }
    }
}

#[test]
fn cohorts_month_by_month() {
    let counts = counts();
    let mut cells = 0;
    for row in rows(include_str!("rfm_cdnow_sample_cohort.csv")) {
        let of = |column: &str| row[column].parse::<i32>().unwrap();
        let n = counts.cohorts[&(of("year") * 12 + of("month") - 1)][&of("k")];
        assert_eq!(n.to_string(), row["customers"]);
        cells += 1;
    }
    assert_eq!(cells, counts.cohorts.values().map(BTreeMap::len).sum::<usize>());
}

//! The figures of a real file against counting by hand, and the points behind them.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::figure::FigureCode;
use crate::domain::overview::{FigureValue, Overview, PointsOverview};
use crate::domain::question::{ShowOverview, ShowPoints};

/// Today is 2026-11-22. Three members, one of whom bought on two days; one purchase of this month, of which half went back.
fn shop() -> Desk {
    let mut desk = desk();
    let members =
        "member_no,name,joined_on,store\nM1,张伟,2026-01-05,南京西路\nM2,王芳,2026-11-03,徐家汇\nM3,李娜,2025-02-01,\n";
    let purchases = "order_ref,member_no,purchased_at,amount,kind,refund_of\n\
                     A-1,M1,2026-03-01 10:00,100,sale,\nA-2,M1,2026-11-10 10:00,80,sale,\n\
                     A-3,M2,2026-11-11 10:00,60,sale,\nR-1,M2,2026-11-12 10:00,30,refund,A-3\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(purchases.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

fn overview(desk: &mut Desk, base: &str, as_of: Option<&str>) -> (Overview, PointsOverview) {
    let (operator, base, as_of) = (owner(), base.to_owned(), as_of.and_then(Day::parse));
    let quick = desk.ask(&operator, ShowOverview { base: base.clone(), as_of }, NOW).unwrap();
    (*quick, *desk.ask(&operator, ShowPoints { base, as_of }, NOW).unwrap())
}

fn value(overview: &Overview, code: FigureCode) -> (Option<f64>, Option<u64>) {
    let figure = overview.figures.iter().find(|figure| figure.code == code).unwrap();
    (figure.value.map(FigureValue::number), figure.n)
}

#[test]
fn every_figure_is_what_counting_by_hand_gives() {
    let (all, points) = overview(&mut shop(), "*", None);
    assert_eq!(value(&all, FigureCode::Members).0, Some(3.0));
    assert_eq!(value(&all, FigureCode::Joined).0, Some(1.0));
    assert_eq!(value(&all, FigureCode::ActiveRate), (Some(2.0 / 3.0), Some(3)));
    assert_eq!(value(&all, FigureCode::RepeatRate), (Some(0.5), Some(2)));
    assert_eq!(value(&all, FigureCode::Buyers).0, Some(2.0));
    assert_eq!(value(&all, FigureCode::Orders).0, Some(2.0));
    assert_eq!(value(&all, FigureCode::NetSpend).0, Some(11_000.0));
    assert_eq!(value(&all, FigureCode::OrderValue), (Some(5_500.0), Some(2)));
    assert_eq!(value(&all, FigureCode::Nps), (None, Some(0)));
    assert_eq!((points.outstanding, points.this_month().earned, points.this_month().clawed_back), (210, 140, -30));
    assert!(points.ties());
}

#[test]
fn a_months_trend_ends_with_the_figure_itself() {
    let (all, points) = overview(&mut shop(), "*", None);
    for figure in all.figures.iter().chain(&points.figures()).filter(|figure| !figure.months.is_empty()) {
        if figure.code != FigureCode::Nps {
            assert_eq!(figure.months.last().copied().flatten(), figure.value, "{:?}", figure.code);
        }
    }
}

#[test]
fn a_store_and_its_rest_come_to_the_whole() {
    let mut desk = shop();
    let sums = |desk: &mut Desk, base: &str| {
        let (all, points) = overview(desk, base, None);
        let codes = [FigureCode::Members, FigureCode::Orders, FigureCode::NetSpend];
        let mut sums: Vec<f64> = codes.iter().filter_map(|code| value(&all, *code).0).collect();
        let of_points = [points.outstanding, points.this_month().earned];
        sums.extend(of_points.map(|n| FigureValue::Count(n).number()));
        sums
    };
    let whole = sums(&mut desk, "*");
    let (one, rest) = (sums(&mut desk, "store:南京西路"), sums(&mut desk, "-store:南京西路"));
    let both: Vec<f64> = one.iter().zip(&rest).map(|(one, rest)| one + rest).collect();
    assert_eq!(both, whole);
}

#[test]
fn a_past_day_knows_nothing_of_what_came_later() {
    let (then, points) = overview(&mut shop(), "*", Some("2026-10-31"));
    assert_eq!(value(&then, FigureCode::Orders).0, Some(0.0));
    assert_eq!((points.outstanding, points.ties()), (100, true));
}

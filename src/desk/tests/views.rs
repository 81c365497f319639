//! The views that other programs read: as documented, in words, without personal fields, and with the sums that the desk tells.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::fact::{FactKind, Status};
use crate::domain::feedback::CaseState;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::operation::OpKind;
use crate::domain::question::ShowOverview;
use rstest::rstest;

const DOCUMENT: &str = include_str!("../../../docs/sql.md");
const SQL: &str = include_str!("../../../assets/migrations/015_views.sql");

fn shop() -> Desk {
    let mut desk = desk();
    let members =
        "member_no,name,phone,joined_on,store\nM1,张伟,13812345678,2026-01-05,南京西路\nM2,王芳,,2026-11-03,\n";
    let purchases = "order_ref,member_no,purchased_at,amount,kind,refund_of\n\
                     A-1,M1,2026-03-01 10:00,100,sale,\nA-2,M2,2026-11-10 10:00,80,sale,\n\
                     R-1,M2,2026-11-12 10:00,30,refund,A-2\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(purchases.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

fn one<T: rusqlite::types::FromSql>(desk: &Desk, sql: &str) -> T {
    desk.store.raw().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn columns(desk: &Desk, view: &str) -> Vec<String> {
    let statement = desk.store.raw().prepare(&format!("SELECT * FROM {view}")).unwrap();
    statement.column_names().into_iter().map(str::to_owned).collect()
}

#[rstest]
#[case::members("v_member")]
#[case::facts("v_fact")]
#[case::operations("v_operation")]
#[case::cases("v_case")]
#[case::interactions("v_interaction")]
fn every_column_is_documented_and_no_other(#[case] view: &str) {
    let section = DOCUMENT.split("\n## ").find(|section| section.starts_with(&format!("{view}\n"))).unwrap();
    let named = section.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split_once(" | "));
    let documented: Vec<&str> =
        named.flat_map(|(names, _)| names.split("`, `").map(|name| name.trim_matches('`'))).collect();
    assert_eq!(columns(&desk(), view), documented);
}

#[test]
fn words_are_those_of_the_desk() {
    let codes = FactKind::ALL.map(|kind| (kind.code(), kind.word())).to_vec();
    let statuses = Status::ALL.map(|status| (status.code(), status.word()));
    let states = CaseState::ALL.map(|state| (state.code(), state.word()));
    for (code, word) in codes.into_iter().chain(statuses).chain(states) {
        assert!(SQL.contains(&format!("WHEN {code} THEN '{word}'")), "{code} {word}");
    }
    for stage in LifecycleStage::ALL {
        let when = format!("WHEN {} THEN '{}'", crate::store::state::stage_code(stage), stage.word());
        assert!(SQL.contains(&when), "{when}");
    }
    for kind in OpKind::ALL {
        assert!(DOCUMENT.contains(&format!("| {} | {} |", kind.code(), kind.word())), "{kind:?}");
    }
}

#[test]
fn sums_are_those_that_the_desk_tells() {
    let mut desk = shop();
    let figures = desk.ask(&owner(), ShowOverview { base: "*".to_owned(), as_of: None }, NOW).unwrap().figures;
    let figure = |word: &str| {
        let figure = figures.iter().find(|figure| figure.code.word() == word).unwrap();
        figure.value.unwrap().number()
    };
    let members: f64 = one(&desk, "SELECT CAST(count(*) AS REAL) FROM v_member WHERE status IN ('active', 'frozen')");
    let spent: i64 = one(&desk, "SELECT sum(net_spend) FROM v_member");
    let by_facts: i64 = one(
        &desk,
        "SELECT sum(CASE kind WHEN 'sale' THEN amount ELSE -abs(amount) END) FROM v_fact WHERE kind IN ('sale', 'refund')",
    );
    assert!((members - figure("members")).abs() < 1e-9);
    assert_eq!((spent, by_facts), (15_000, 15_000));
    let points: i64 = one(&desk, "SELECT sum(points) FROM v_member");
    assert_eq!(points, 150);
    assert_eq!(
        one::<String>(&desk, "SELECT joined_on || store FROM v_member WHERE member_no = 'M1'"),
        "2026-01-05南京西路"
    );
    assert_eq!(one::<String>(&desk, "SELECT at FROM v_fact WHERE reference = 'A-1'"), "2026-03-01T02:00:00Z");
}

#[test]
fn what_an_undo_took_out_is_no_fact_any_more_and_nothing_names_a_person() {
    let mut desk = shop();
    let import: String =
        one(&desk, "SELECT id FROM v_operation WHERE kind = 2 AND batch IS NULL ORDER BY seq DESC LIMIT 1");
    done(&mut desk, &Intent::Undo(op::Undo { op: import.parse().unwrap(), reason: None }));
    assert_eq!(one::<i64>(&desk, "SELECT count(*) FROM v_fact"), 0);
    for view in ["v_member", "v_fact", "v_operation", "v_case", "v_interaction"] {
        for column in columns(&desk, view) {
            let found: i64 =
                one(&desk, &format!("SELECT count(*) FROM {view} WHERE {column} IN ('张伟', '13812345678')"));
            assert_eq!(found, 0, "{view}.{column}");
        }
    }
}

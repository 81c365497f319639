//! Windows that everybody together sets, or that scores look at: counted by hand, and the same at every door.

use super::{NOW, adjust, desk_with, done, later};
use crate::desk::Desk;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::desk::segments::base::BaseMembers;
use crate::domain::day::{Day, Instant};
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{MemberId, Money};
use crate::domain::op::{self, Intent};
use crate::domain::rate::Rate;
use crate::domain::read_models::{ExplainTopic, Explanation, SegmentExplanation};
use crate::domain::segment::RfmScore;
use crate::domain::segment_views::{SegmentState, Sort};
use crate::domain::verification::Discrepancy;
use rstest::rstest;
use std::fmt::Write as _;

const AUTO: &str = "name = \"Tea house\"\n[lifecycle]\nlapsing_days = \"auto\"\n";

fn today() -> Day {
    Day::parse("2026-11-22").unwrap()
}

fn bring_in(desk: &mut Desk, bought: &[(&str, &[i64])]) {
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    for (who, days) in bought {
        for back in *days {
            writeln!(rows, "{who},{},10", today().plus_days(-back)).unwrap();
        }
    }
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    desk.import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
}

/// Six who bought so many days ago. Their gaps: 100, 110, 120, 130 and 400; the fourth of five is 130.
fn shop(program: &str) -> Desk {
    let mut desk = desk_with(program);
    let bought: [(&str, &[i64]); 6] = [
        ("A", &[250, 150]),
        ("B", &[235, 125]),
        ("C", &[200, 80]),
        ("D", &[540, 410]),
        ("E", &[450, 50]),
        ("F", &[160]),
    ];
    bring_in(&mut desk, &bought);
    desk
}

fn why(desk: &Desk, member: MemberId, as_of: Option<Day>) -> SegmentExplanation {
    match desk.why(member, ExplainTopic::Segment, as_of, NOW).unwrap() {
        Explanation::Segment(why) => why,
        other => panic!("{other:?}"),
    }
}

fn stages(desk: &Desk, as_of: Option<Day>) -> Vec<(String, LifecycleStage)> {
    let page = desk.segment_page("*", as_of, Sort::default(), 0..100, NOW, &mut ()).unwrap();
    page.rows.into_iter().map(|row| (row.member_no, row.stage)).collect()
}

const BY_GAPS: [(&str, LifecycleStage); 6] = [
    ("A", LifecycleStage::Dormant),
    ("B", LifecycleStage::Lapsing),
    ("C", LifecycleStage::Active),
    ("D", LifecycleStage::Lost),
    ("E", LifecycleStage::WonBack),
    ("F", LifecycleStage::Dormant),
];

#[test]
fn the_lapsing_window_is_that_of_everybody_s_gaps_at_every_door() {
    let mut desk = shop(AUTO);
    let board = desk.board("*", None, true, NOW, &mut ()).unwrap();
    let gap = board.gap.unwrap();
    assert_eq!((gap.n, gap.days, gap.as_of, board.lapsing_days), (5, Some(130), today(), 130));
    assert_eq!(gap.through, desk.store.newest_seq().unwrap());
    assert_eq!(board.stages.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 0, 1, 1, 1, 2, 1]);
    assert_eq!(stages(&desk, None), BY_GAPS.map(|(who, stage)| (who.to_owned(), stage)));
    for (who, stage) in BY_GAPS {
        let member = desk.member_by_no(who).unwrap();
        assert_eq!(desk.open_member(member, None, NOW).unwrap().snapshot.lifecycle.stage, stage, "{who}: file");
        assert_eq!(desk.find(who, 1, NOW, &mut ()).unwrap().rows[0].stage, stage, "{who}: list");
        let why = why(&desk, member, None);
        let told = why.gap.map(|gap| (gap.n, gap.days));
        assert_eq!((why.lifecycle.stage, why.lapsing_days, told), (stage, 130, Some((5, Some(130)))), "{who}: why");
        let query = format!("stage:{}", stage.word());
        let page = desk.segment_page(&query, None, Sort::default(), 0..9, NOW, &mut ()).unwrap();
        assert!(page.rows.iter().any(|row| row.member_no == who), "{who}: filter");
        let plan = desk.plan(adjust(member, 5), NOW).unwrap();
        let effect = &plan.effect.members[0];
        assert_eq!(
            (effect.before.as_ref().unwrap().lifecycle.stage, effect.after.lifecycle.stage),
            (stage, stage),
            "{who}: plan"
        );
        desk.commit(&plan, None, NOW).unwrap();
    }
    assert_eq!(stages(&desk, None), BY_GAPS.map(|(who, stage)| (who.to_owned(), stage)), "after adjustments");
    // Not lapsed 140 days ago: A, B, C and F. A and F have lapsed since.
    let churn = |desk: &Desk| {
        let bought = desk.bought(today(), &mut ()).unwrap();
        desk.churn_of(&bought, &BaseMembers::default(), today().plus_days(-140), today()).unwrap()
    };
    assert_eq!(churn(&desk), Rate { part: 2, n: 4 });
    let fixed = shop("name = \"Tea house\"\n");
    assert_eq!(churn(&fixed), Rate { part: 0, n: 4 });
    let verified = desk.verify(None, &[], &mut |_, _| {}).unwrap();
    assert_eq!(verified.wrong, None, "cached states stand by themselves");
}

#[rstest]
#[case::today(0, 5, Some(130), 130)]
#[case::no_member_twice(420, 0, None, 180)]
#[case::one_gap(300, 1, Some(130), 130)]
#[case::before_the_longest(51, 4, Some(130), 130)]
#[case::three(100, 3, Some(130), 130)]
fn gaps_are_those_of_the_day_asked_about(
    #[case] back: i64,
    #[case] n: u64,
    #[case] days: Option<i64>,
    #[case] in_force: i64,
) {
    let desk = shop(AUTO);
    let day = Some(today().plus_days(-back));
    let board = desk.board("*", day, false, NOW, &mut ()).unwrap();
    let gap = board.gap.unwrap();
    assert_eq!((gap.n, gap.days, board.lapsing_days), (n, days, in_force));
    for (who, stage) in stages(&desk, day) {
        let member = desk.member_by_no(&who).unwrap();
        let why = why(&desk, member, day);
        assert_eq!((why.lifecycle.stage, why.lapsing_days), (stage, in_force), "{who}");
    }
}

#[rstest]
#[case::short(&[&[40, 20], &[60, 45]], 20, 90)]
#[case::long(&[&[900, 10], &[700, 20]], 890, 365)]
#[case::between(&[&[300, 80], &[400, 390]], 220, 220)]
fn it_is_kept_between_active_and_dormant(#[case] bought: &[&[i64; 2]; 2], #[case] gap: i64, #[case] in_force: i64) {
    let mut desk = desk_with(AUTO);
    let names = ["A", "B"];
    let bought: Vec<(&str, &[i64])> = names.into_iter().zip(bought.iter().map(|days| days.as_slice())).collect();
    bring_in(&mut desk, &bought);
    let board = desk.board("*", None, true, NOW, &mut ()).unwrap();
    assert_eq!((board.gap.unwrap().days, board.lapsing_days), (Some(gap), in_force));
}

#[test]
fn only_members_that_count_have_gaps_that_count() {
    let mut desk = shop(AUTO);
    for who in ["E", "D"] {
        let member = desk.member_by_no(who).unwrap();
        let status = crate::domain::fact::Status::Closed;
        done(
            &mut desk,
            &Intent::SetStatus(op::SetStatus { member, to: status, reason: None, note: None, churn: None }),
        );
    }
    let gap = desk.board("*", None, true, NOW, &mut ()).unwrap().gap.unwrap();
    assert_eq!((gap.n, gap.days), (3, Some(120)), "100, 110, 120: 2.4 is the third");
}

#[test]
fn a_large_store_keeps_the_gap_and_proves_it() {
    let mut desk = shop(AUTO);
    desk.learn_above(3);
    let member = desk.member_by_no("A").unwrap();
    let unknown = why(&desk, member, None);
    assert_eq!((unknown.lapsing_auto, unknown.gap, unknown.lapsing_days), (true, None, 180), "nobody waits for a scan");
    assert!(desk.cuts_are_old(NOW).unwrap());
    desk.learn_cuts(None, NOW, &mut ()).unwrap();
    desk.drop_columns();
    assert_eq!(why(&desk, member, None).gap.map(|gap| (gap.n, gap.days)), Some((5, Some(130))));
    assert_eq!(desk.find("A", 1, NOW, &mut ()).unwrap().rows[0].stage, LifecycleStage::Dormant);
    // The next day stands by the day before until it is learnt.
    let Explanation::Segment(tomorrow) = desk.why(member, ExplainTopic::Segment, None, later(1)).unwrap() else {
        panic!()
    };
    assert_eq!((tomorrow.lapsing_days, tomorrow.gap.map(|gap| gap.as_of)), (130, Some(today())));
    assert!(desk.cuts_are_old(later(1)).unwrap());
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    for sql in [
        "UPDATE rfm_cut SET body = json_set(body, '$.gap.days', 7)",
        "UPDATE rfm_cut SET body = json_set(body, '$.gap.n', 7)",
        "UPDATE rfm_cut SET body = json_remove(body, '$.gap')",
    ] {
        desk.learn_cuts(None, NOW, &mut ()).unwrap();
        assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1);
        let wrong = desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong;
        assert!(matches!(&wrong, Some(Discrepancy::Table { table, .. }) if table == "rfm_cut"), "{sql}: {wrong:?}");
        desk.store.raw().execute("DELETE FROM rfm_cut", []).unwrap();
    }
}

/// Ten who are scored by the last 100 days, one who bought before, one who never did.
fn windowed(window: &str) -> Desk {
    let program = format!("name = \"Tea house\"\n[rfm]\nmin_members = 5\nwindow_days = {window}\n");
    let mut desk = desk_with(&program);
    let days: Vec<Vec<i64>> = (0..10).map(|n| (0..=n).map(|k| n * 7 + k).chain([300; 3]).collect()).collect();
    let names: Vec<String> = (0..10).map(|n| format!("M{n}")).collect();
    let mut bought: Vec<(&str, &[i64])> = names.iter().zip(&days).map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    bought.push(("OLD", &[100, 140]));
    bring_in(&mut desk, &bought);
    super::enrol(&mut desk, "NEVER", "张伟");
    desk
}

#[test]
fn only_purchases_in_the_window_are_scored_at_every_door() {
    let mut desk = windowed("100");
    let board = desk.board("*", None, true, NOW, &mut ()).unwrap();
    let cuts = board.cuts.unwrap();
    // 22 November and the 99 days before it; OLD bought on the day before these.
    assert_eq!((cuts.n, cuts.earlier, cuts.window_from), (10, 1, Some(today().plus_days(-99))));
    // Orders in the window are 1 to 10, a fifth each; what all bought 300 days ago does not count.
    assert_eq!(cuts.f.0, [Some(3), Some(5), Some(7), Some(9)]);
    assert_eq!(cuts.m.0, [Some(3_000), Some(5_000), Some(7_000), Some(9_000)]);
    let page = desk.segment_page("*", None, Sort::default(), 0..100, NOW, &mut ()).unwrap();
    for row in &page.rows {
        let file = desk.open_member(row.id, None, NOW).unwrap();
        let why = why(&desk, row.id, None);
        let found = desk.find(&row.member_no, 1, NOW, &mut ()).unwrap().rows[0].rfm;
        assert_eq!((file.rfm, why.rfm.score, found), (row.rfm, row.rfm, row.rfm), "{}", row.member_no);
        if let Some(n) = row.member_no.strip_prefix('M') {
            let n: i64 = n.parse().unwrap();
            let fifth = u8::try_from(n / 2).unwrap();
            assert_eq!(row.rfm, Some(RfmScore { r: 5 - fifth, f: 1 + fifth, m: 1 + fifth }), "M{n}");
            assert_eq!((why.rfm.orders, why.rfm.net_spend), (n + 1, Money(1_000 * (n + 1))));
            assert_eq!(row.orders, n + 4, "the list shows all orders");
        } else {
            assert_eq!(row.rfm, None);
        }
    }
    desk.learn_above(3);
    desk.learn_cuts(None, NOW, &mut ()).unwrap();
    desk.drop_columns();
    for row in &page.rows {
        assert_eq!(desk.find(&row.member_no, 1, NOW, &mut ()).unwrap().rows[0].rfm, row.rfm, "{} kept", row.member_no);
    }
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn every_cell_of_the_movement_lists_its_members() {
    for desk in [windowed("100"), windowed("\"all\"")] {
        let (from, to) = (today().plus_days(-20), today());
        let moves = desk.moves("*", from, to, NOW, &mut ()).unwrap();
        let page = |query: &str| desk.segment_page(query, None, Sort::default(), 0..99, NOW, &mut ()).unwrap();
        let mut seen = 0;
        for (then, row) in SegmentState::ALL.into_iter().zip(&moves.counts) {
            for (now, n) in SegmentState::ALL.into_iter().zip(row) {
                let found = page(&format!("was:{}@{from} was:{}@{to}", then.word(), now.word()));
                assert_eq!(found.total, *n, "{then:?} to {now:?}");
                seen += found.total;
            }
            let all = page(&format!("was:{}@{from}", then.word())).total;
            assert_eq!((all, all), (row.iter().sum(), page(&format!("was:{}@20d", then.word())).total));
            assert_eq!(page(&format!("-was:{}@{from}", then.word())).total, 12 - all);
        }
        assert_eq!(seen, 12);
    }
    let desk = windowed("100");
    let refused = desk.segment_page("was:lost@2026-11-23", None, Sort::default(), 0..9, NOW, &mut ());
    assert!(matches!(refused, Err(crate::desk::error::DeskError::NotYet { .. })), "{refused:?}");
    let early = desk.segment_page("was:lost@400d", None, Sort::default(), 0..9, NOW, &mut ());
    assert_eq!(super::refusal(early), crate::domain::plan::outcome::Refusal::ScoresWithheld { n: 0, min: 5 });
}

#[test]
fn who_bought_before_the_window_has_a_place_of_their_own() {
    let desk = windowed("100");
    let moves = desk.moves("*", today().plus_days(-20), today(), NOW, &mut ()).unwrap();
    assert_eq!(moves.counts.len(), SegmentState::ALL.len());
    let to_earlier: u64 = moves.counts.iter().map(|row| row[SegmentState::Earlier.index()]).sum();
    assert_eq!(to_earlier, 1);
    assert_eq!(moves.counts[SegmentState::Prospect.index()][SegmentState::Prospect.index()], 0, "NEVER joined today");
    assert_eq!(moves.counts[SegmentState::Outside.index()][SegmentState::Prospect.index()], 1);
    let whole = windowed("\"all\"").moves("*", today().plus_days(-20), today(), NOW, &mut ()).unwrap();
    assert_eq!(whole.counts.len(), SegmentState::UNWINDOWED);
}

/// A minute after everything else.
const SOON: Instant = Instant(NOW.0 + 60_000);

fn apply(desk: &mut Desk, program: &str) {
    let intent = Intent::ApplyProgram(op::ApplyProgram { toml: program.to_owned() });
    desk.perform(&intent, None, SOON).unwrap();
}

#[test]
fn windows_hold_from_the_day_they_are_applied_on() {
    let mut desk = desk_with("name = \"Tea house\"\n");
    bring_in(&mut desk, &[("A", &[291, 110, 71])]);
    let a = desk.member_by_no("A").unwrap();
    let stage = |desk: &Desk, as_of, now| desk.open_member(a, as_of, now).unwrap().snapshot.lifecycle;
    assert_eq!(stage(&desk, None, NOW).stage, LifecycleStage::Active);
    apply(&mut desk, "name = \"Tea house\"\n[lifecycle]\nactive_days = 30\n");
    for (as_of, now) in [(None, SOON), (Some(today()), SOON), (None, later(2))] {
        let lifecycle = stage(&desk, as_of, now);
        assert_eq!((lifecycle.stage, lifecycle.since), (LifecycleStage::Lapsing, Some(today())), "{as_of:?}");
    }
    assert_eq!(stage(&desk, Some(today().plus_days(-1)), SOON).stage, LifecycleStage::Active);
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn how_many_members_scores_take_is_that_of_the_day_asked_about() {
    let mut desk = shop("name = \"Tea house\"\n[rfm]\nmin_members = 7\n");
    apply(&mut desk, "name = \"Tea house\"\n[rfm]\nmin_members = 5\n");
    let cuts = |as_of| desk.board("*", as_of, false, SOON, &mut ()).unwrap().cuts.is_ok();
    assert_eq!([cuts(None), cuts(Some(today().plus_days(-1)))], [true, false]);
}

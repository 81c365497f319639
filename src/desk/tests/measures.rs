//! Scores of a period: what counts, by what it is told apart, and the answers behind each line.

use super::feedback::{log, undo};
use super::{NOW, desk_with, done, refusal, with_member};
use crate::desk::Desk;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::desk::measures::ScoredResponses;
use crate::domain::day::Day;
use crate::domain::feedback::{Breakdown, ResponseCounts, ScoreReport, ScoreRow};
use crate::domain::op::{self, Intent};
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{FeedbackRows, ResponseGroup};
use crate::domain::segment_views::{MemberPage, Sort};
use rstest::rstest;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn today() -> RangeInclusive<Day> {
    day("2026-11-22")..=day("2026-11-22")
}

fn measures(
    desk: &Desk,
    days: &RangeInclusive<Day>,
    by: Option<Breakdown>,
    versus: Option<&RangeInclusive<Day>>,
) -> ScoreReport {
    desk.measures(&of(days, by, "*"), versus, NOW, &mut ()).unwrap()
}

fn of<'a>(days: &RangeInclusive<Day>, by: Option<Breakdown>, base: &'a str) -> ScoredResponses<'a> {
    ScoredResponses { days: days.clone(), by, base }
}

#[test]
fn measures_come_with_their_n_and_interval() {
    let (mut desk, member) = with_member();
    for (score, n) in [(10, 10), (8, 7), (2, 3)] {
        for _ in 0..n {
            done(&mut desk, &log(member, score));
        }
    }
    let gone = done(&mut desk, &log(member, 0)).op;
    undo(&mut desk, gone);
    let found = measures(&desk, &today(), Some(Breakdown::Topic), Some(&today()));
    let nps = found.all.nps.unwrap();
    let tenth = |x: f64| (x * 10.0).round() / 10.0;
    assert_eq!((nps.n, tenth(nps.value), tenth(nps.low), tenth(nps.high)), (20, 35.0, 0.5, 60.4));
    assert_eq!(found.rows.len(), 1);
    assert_eq!((found.rows[0].value.as_deref(), found.rows[0].nps), (Some("product"), None), "hidden below 30");
    assert!(found.versus.unwrap().difference.unwrap().value.abs() < 1e-12);
    let by_tier = measures(&desk, &today(), Some(Breakdown::Tier), None);
    assert_eq!(by_tier.rows[0].nps.unwrap().n, 20);
}

/// Twenty members who bought ever more often and ever later, with an answer each in March and in October.
fn shop() -> Desk {
    let program = "name = \"Tea house\"\n[rfm]\nmin_members = 5\n";
    let mut desk = desk_with(program);
    let (mut sales, mut answers) =
        ("member_no,purchased_at,amount\n".to_owned(), "member_no,answered_at,kind,score,topic,channel\n".to_owned());
    for n in 0..20 {
        for month in 1..=1 + n % 5 {
            writeln!(sales, "M{n},2026-{month:02}-{:02},{}0", 1 + n, n + 1).unwrap();
        }
        let topic = ["service", "product", ""][n % 3];
        writeln!(answers, "M{n},2026-03-31,nps,{},{topic},app", n % 11).unwrap();
        writeln!(answers, "M{n},2026-10-01,csat,{},{topic},shop", 1 + n % 5).unwrap();
    }
    answers.push_str(",2026-03-31,nps,10,,\n");
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    desk.import_purchases(ImportSource::bytes(sales.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    let done =
        desk.import_feedback(ImportSource::bytes(answers.as_bytes()), &ImportOptions::default(), &mut NoWatch, NOW);
    assert_eq!(done.unwrap().new, 41);
    desk
}

fn sum(rows: &[ScoreRow]) -> ResponseCounts {
    rows.iter().fold(ResponseCounts::default(), |sum, ScoreRow { answers: a, .. }| ResponseCounts {
        promoters: sum.promoters + a.promoters,
        passives: sum.passives + a.passives,
        detractors: sum.detractors + a.detractors,
        csat: sum.csat + a.csat,
        satisfied: sum.satisfied + a.satisfied,
        ces: sum.ces + a.ces,
        ces_sum: sum.ces_sum + a.ces_sum,
        ces_squares: sum.ces_squares + a.ces_squares,
    })
}

#[rstest]
#[case::tier(Breakdown::Tier)]
#[case::segment(Breakdown::Segment)]
#[case::store(Breakdown::Store)]
#[case::channel(Breakdown::Channel)]
#[case::topic(Breakdown::Topic)]
#[case::month(Breakdown::Month)]
fn lines_sum_up_to_all_and_each_shows_its_answers(#[case] by: Breakdown) {
    let desk = shop();
    let year = day("2026-01-01")..=day("2026-11-22");
    let found = measures(&desk, &year, Some(by), None);
    assert_eq!(sum(&found.rows), found.all.answers);
    assert_eq!(found.all.answers.n(), 41);
    for row in &found.rows {
        let line = ResponseGroup { by, value: row.value.clone() };
        let listed = desk.answers_counted(&of(&year, Some(line.by), "*"), Some(&line), 100, NOW, &mut ()).unwrap();
        let FeedbackRows { rows: answers, total } = listed;
        assert_eq!(total, row.answers.n(), "{line:?}");
        let mut counted = ResponseCounts::default();
        for a in &answers {
            counted.count(a.content.measure, a.content.score.unwrap());
        }
        assert_eq!(counted, row.answers, "{line:?}");
        assert!(answers.is_sorted_by(|a, b| (a.at, a.id) > (b.at, b.id)), "newest first");
    }
    let some = desk.answers_counted(&of(&year, None, "*"), None, 7, NOW, &mut ()).unwrap();
    assert_eq!((some.rows.len(), some.total), (7, 41));
}

#[rstest]
#[case::at_a_past_day("2026-03-31")]
#[case::today("2026-11-22")]
fn a_segment_is_that_of_the_last_day(#[case] last: &str) {
    let desk = shop();
    let days = day("2026-03-01")..=day(last);
    let found = measures(&desk, &days, Some(Breakdown::Segment), None);
    assert!(found.rows.len() > 2, "{found:#?}");
    for row in &found.rows {
        let Some(segment) = row.value.as_deref() else {
            assert_eq!(row.answers.n(), 1, "the one from nobody we know");
            continue;
        };
        let MemberPage { rows: members, .. } =
            desk.segment_page(segment, Some(day(last)), Sort::default(), 0..100, NOW, &mut ()).unwrap();
        let line = ResponseGroup { by: Breakdown::Segment, value: Some(segment.to_owned()) };
        let answers =
            desk.answers_counted(&of(&days, Some(line.by), "*"), Some(&line), 100, NOW, &mut ()).unwrap().rows;
        assert!(answers.iter().all(|a| members.iter().any(|m| Some(m.id) == a.member)), "{segment}");
    }
}

#[test]
fn a_merged_card_speaks_for_its_survivor_from_then_on() {
    let mut desk = shop();
    let (from, into) = (desk.member_by_no("M0").unwrap(), desk.member_by_no("M19").unwrap());
    done(&mut desk, &Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None }));
    for by in [Breakdown::Segment, Breakdown::Tier] {
        let found = measures(&desk, &(day("2026-03-01")..=day("2026-11-22")), Some(by), None);
        let outside = found.rows.iter().find(|row| matches!(row.value.as_deref(), Some("outside" | "")));
        assert_eq!(outside, None, "{by:?}");
    }
    let before = measures(&desk, &(day("2026-03-01")..=day("2026-03-31")), Some(Breakdown::Segment), None);
    assert_eq!(before.rows.iter().map(|row| row.answers.n()).sum::<u64>(), 21);
}

#[test]
fn too_few_members_have_no_segments() {
    let (desk, _) = with_member();
    let refused = refusal(desk.measures(&of(&today(), Some(Breakdown::Segment), "*"), None, NOW, &mut ()));
    assert_eq!(refused, Refusal::ScoresWithheld { n: 0, min: 50 });
}

#[test]
fn a_scope_scores_its_members_alone_and_a_merged_card_goes_along() {
    let mut desk = shop();
    let year = day("2026-01-01")..=day("2026-11-22");
    let filter = "orders>=4";
    let members = desk.segment_page(filter, None, Sort::default(), 0..100, NOW, &mut ()).unwrap();
    let counted = |desk: &Desk, by| {
        let found = desk.measures(&of(&year, by, filter), Some(&year), NOW, &mut ()).unwrap();
        assert_eq!(found.versus.unwrap().all.answers, found.all.answers);
        found.all.answers.n()
    };
    assert_eq!(counted(&desk, None), 2 * members.total, "two answers a member");
    assert_eq!(counted(&desk, Some(Breakdown::Tier)), 2 * members.total);
    let listed = desk.answers_counted(&of(&year, None, filter), None, 1, NOW, &mut ()).unwrap();
    assert_eq!(listed.total, 2 * members.total);
    let (from, into) = (desk.member_by_no("M0").unwrap(), desk.member_by_no("M19").unwrap());
    assert!(members.rows.iter().all(|row| row.id != from) && members.rows.iter().any(|row| row.id == into));
    done(&mut desk, &Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None }));
    assert_eq!(counted(&desk, None), 2 * members.total + 2);
}

//! Answers to surveys from files: what each row becomes, that a file taken twice is taken once, and taking it back.

use super::shop::{codes, counts, table, with_members};
use crate::world::{Asks, NOW, World, operator};
use loyaltui::desk::Desk;
use loyaltui::desk::error::DeskError;
use loyaltui::desk::import::{
    ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, NoWatch, Summary,
};
use loyaltui::domain::feedback::{CaseChange, CaseState, FeedbackContent, FeedbackRow, Measure};
use loyaltui::domain::import::encoding::TextEncoding;
use loyaltui::domain::import::form::FileForm;
use loyaltui::domain::import::setup::{Mapping, SetupError};
use loyaltui::domain::import::target::ImportField;
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::plan::outcome::Refusal;
use loyaltui::domain::question::FeedbackListQuery;
use proptest::prelude::*;
use rstest::rstest;
use std::env;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const HEADER: &str = "ref,member_no,answered_at,kind,score,topic,channel,text,follow_up";

fn take(shop: &mut World, rows: &str) -> Summary {
    shop.answers(&table(HEADER, rows), &ImportOptions::default())
}

fn all(shop: &mut World) -> Vec<FeedbackRow> {
    shop.desk.feedback(FeedbackListQuery::default(), NOW).unwrap().rows
}

/// Everything that can be seen of what was said, without the numbers of rows and operations.
fn seen(shop: &mut World) -> Vec<String> {
    let row = |row: FeedbackRow| format!("{:?} {:?} {:?} {:?}", row.at, row.member_no, row.content, row.case);
    let mut rows: Vec<String> = all(shop).into_iter().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn a_survey_file() {
    let mut shop = with_members(&["M1", "M2"]);
    let summary = take(
        &mut shop,
        "S-1,M1,2026-11-21 18:00,nps,3,service,app,\"太慢；茶也凉了\",\nS-2,M2,2026-11-20,NPS,9\n\
         S-3,,2026-11-19,csat,5\nS-4,M2,2026-01-05,comment,,,,请回电,yes",
    );
    assert_eq!(counts(&summary), [4, 0, 0, 0]);
    assert_eq!(summary.notes, [ImportNote::CasesOpened { cases: 2, overdue: 1 }]);
    let rows = all(&mut shop);
    let first = &rows[0];
    assert_eq!((first.member_no.as_deref(), first.content.reference.as_deref()), (Some("M1"), Some("S-1")));
    assert_eq!(first.content.text.as_deref(), Some("太慢；茶也凉了"));
    // Due 48 hours after the answer, not after the import.
    assert_eq!(first.case.as_ref().unwrap().due.0 - first.at.0, 48 * 3_600_000);
    assert_eq!((rows[2].member, rows[2].content.measure), (None, Measure::Csat));
    assert!(rows[3].case.as_ref().unwrap().is_overdue(NOW), "a wish of January has waited too long");
    shop.is_sound();
}

#[test]
fn a_file_taken_twice_is_taken_once() {
    let mut shop = with_members(&["M1"]);
    let rows = "S-1,M1,2026-11-21 18:00,nps,3\nS-1,M1,2026-11-21 18:00,nps,3\n,M1,2026-11-20,nps,9,,,ok\n\
                ,M1,2026-11-20,nps,9,,,ok\n,M1,2026-11-20,nps,9,,,fine";
    assert_eq!(counts(&take(&mut shop, rows)), [4, 0, 1, 0]);
    let before = seen(&mut shop);
    let again = take(&mut shop, rows);
    assert_eq!((counts(&again), again.operation), ([0, 0, 5, 0], None));
    assert_eq!(seen(&mut shop), before);
    assert_eq!(counts(&take(&mut shop, &format!("{rows}\n,M1,2026-11-20,nps,9,,,ok"))), [1, 0, 5, 0]);
    shop.is_sound();
}

#[test]
fn a_reference_with_other_content_is_a_conflict() {
    let mut shop = with_members(&["M1", "M2"]);
    let summary = take(&mut shop, "S-1,M1,2026-11-21,nps,3\nS-1,M1,2026-11-20,nps,8");
    assert_eq!(codes(&summary), [(2, "ref_conflict")], "the earlier answer has it");
    for row in ["S-1,M2,2026-11-20,nps,8", "S-1,M1,2026-11-20,nps,7", "S-1,M1,2026-11-20,csat,5"] {
        let summary = take(&mut shop, row);
        assert_eq!(codes(&summary), [(2, "ref_conflict")], "{row}");
        assert_eq!((summary.errors[0].column, summary.errors[0].value.as_str()), (Some(ImportField::Ref), "S-1"));
    }
    assert_eq!(all(&mut shop).len(), 1);
}

#[test]
fn rows_that_can_not_be_are_told_with_line_and_column() {
    let mut shop = with_members(&["M1", "M2"]);
    let member = shop.desk.member_by_no("M2").unwrap();
    shop.desk.perform(&Intent::Erase(op::Erase { member }), None, NOW).unwrap();
    let summary = take(
        &mut shop,
        "S-1,M9,2026-11-21,nps,3\nS-2,M1,2026-11-24,nps,3\nS-3,M1,2026-11-21,nps,11\nS-4,M1,yesterday,nps,1\n\
         S-5,M1,2026-11-21,likes,1\nS-6,M1,2026-11-21,nps,1,weather\nS-7,M2,2026-11-21,nps,1\n\
         S-8,M1,2026-11-21,comment,4,,,x\nS-9,M1,2026-11-21,nps,10,,,,maybe",
    );
    let expected = ["unknown_member", "future", "bad_score", "bad_time", "unknown_word", "unknown_word"];
    let expected = expected.into_iter().chain(["member_erased", "scored_comment", "unknown_word"]);
    assert_eq!(codes(&summary), (2..).zip(expected).collect::<Vec<_>>());
    assert_eq!(counts(&summary), [0, 0, 0, 9]);
    assert!(all(&mut shop).is_empty());
}

#[rstest]
#[case::no_kind("answered_at,score", ImportField::Kind)]
#[case::no_time("kind,score", ImportField::AnsweredAt)]
fn a_column_that_is_missing_is_one_error(#[case] header: &str, #[case] missing: ImportField) {
    let mut shop = World::in_memory();
    let csv = format!("{header}\n1,2\n");
    let error =
        shop.desk.import_feedback(ImportSource::bytes(csv.as_bytes()), &ImportOptions::default(), &mut NoWatch, NOW);
    let Err(DeskError::Setup(error)) = error else { panic!("{error:?}") };
    assert!(matches!(*error, SetupError::MissingColumn { target, .. } if target == missing), "{error:?}");
}

#[test]
fn other_names_no_kind_and_gb18030() {
    let mut shop = with_members(&["M1"]);
    let text = "编号;会员;日期;打分;原话\n1;M1;21.11.2026;10;很好\n";
    let pairs = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let map =
        pairs(&[("ref", "编号"), ("member_no", "会员"), ("answered_at", "日期"), ("score", "打分"), ("text", "原话")]);
    let options = ImportOptions {
        form: FileForm {
            mapping: Mapping { map, set: pairs(&[("kind", "nps"), ("channel", "问卷")]) },
            ..FileForm::default()
        },
        times: loyaltui::domain::import::time::TimeFormat::strftime("%d.%m.%Y").unwrap(),
        ..ImportOptions::default()
    };
    let bytes = encoding_rs::GB18030.encode(text).0;
    let summary = shop.desk.import_feedback(ImportSource::bytes(&bytes), &options, &mut NoWatch, NOW).unwrap();
    assert_eq!(
        (counts(&summary), &summary.notes[..]),
        ([1, 0, 0, 0], &[ImportNote::Encoding(TextEncoding::named("gb18030").unwrap())][..])
    );
    let said = &all(&mut shop)[0].content;
    assert_eq!((said.text.as_deref(), said.channel.as_deref()), (Some("很好"), Some("问卷")));
    let with_bom = format!("\u{feff}{text}");
    assert_eq!(counts(&shop.answers(&with_bom, &options)), [0, 0, 1, 0], "in UTF-8 it is the same file");
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let mut shop = with_members(&["M1"]);
    let dry = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let summary = shop.answers(&table(HEADER, "S-1,M1,2026-11-21,nps,3\nS-2,M1,2026-11-21,nps,x"), &dry);
    assert_eq!((counts(&summary), summary.operation), ([1, 0, 0, 1], None));
    assert_eq!(summary.notes, [ImportNote::CasesOpened { cases: 1, overdue: 0 }]);
    assert!(all(&mut shop).is_empty());
}

#[test]
fn answers_of_a_merged_card_go_to_its_survivor_also_when_they_come_again() {
    let mut shop = with_members(&["M1", "M2"]);
    let rows = "S-1,M1,2026-11-20,nps,3\n,M1,2026-11-20,nps,9";
    assert_eq!(counts(&take(&mut shop, rows)), [2, 0, 0, 0]);
    let (from, into) = (shop.desk.member_by_no("M1").unwrap(), shop.desk.member_by_no("M2").unwrap());
    let merge = Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    shop.desk.perform(&merge, None, NOW).unwrap();
    assert_eq!(counts(&take(&mut shop, rows)), [0, 0, 2, 0]);
    assert_eq!(counts(&take(&mut shop, "S-2,M1,2026-11-21,nps,3")), [1, 0, 0, 0]);
    assert_eq!(all(&mut shop)[0].member, Some(into));
    shop.is_sound();
}

#[test]
fn an_erasure_takes_imported_words_and_the_file_does_not_bring_them_back() {
    let mut shop = with_members(&["M1"]);
    let rows = "S-1,M1,2026-11-20,nps,3,,,我住在南京西路";
    take(&mut shop, rows);
    let member = shop.desk.member_by_no("M1").unwrap();
    shop.desk.perform(&Intent::Erase(op::Erase { member }), None, NOW).unwrap();
    assert_eq!((all(&mut shop)[0].content.text.as_deref(), all(&mut shop)[0].content.score), (None, Some(3)));
    assert_eq!(codes(&take(&mut shop, rows)), [(2, "member_erased")]);
    shop.is_sound();
}

fn undo(shop: &mut World, summary: &Summary) -> Result<(), DeskError> {
    let op = shop.desk.operation_at(summary.operation.unwrap()).unwrap().unwrap();
    shop.desk.perform(&Intent::Undo(op::Undo { op, reason: None }), None, NOW).map(|_| ())
}

#[test]
fn a_file_is_taken_back_as_a_whole_and_can_come_again() {
    let mut shop = with_members(&["M1"]);
    take(&mut shop, "S-0,M1,2026-11-19,nps,10");
    let before = seen(&mut shop);
    let rows = "S-1,M1,2026-11-20,nps,3\nS-2,,2026-11-20,nps,2";
    let summary = take(&mut shop, rows);
    undo(&mut shop, &summary).unwrap();
    assert_eq!(seen(&mut shop), before);
    shop.is_sound();
    shop.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(seen(&mut shop), before);
    assert_eq!(counts(&take(&mut shop, rows)), [2, 0, 0, 0]);
    shop.is_sound();
}

#[test]
fn a_case_that_was_worked_on_holds_its_file() {
    let mut shop = with_members(&["M1"]);
    // From nobody we know: no member's history could tell.
    let summary = take(&mut shop, "S-1,,2026-11-20,nps,3");
    let change = CaseChange { state: Some(CaseState::InProgress), ..CaseChange::default() };
    let case = all(&mut shop)[0].id;
    let work =
        shop.desk.perform(&Intent::ChangeCase(op::ChangeCase { case, change, note: None }), None, NOW).unwrap().op;
    let refused = undo(&mut shop, &summary);
    let Err(DeskError::Refused(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!(*refused, Refusal::DependedOn { ops: vec![work.to_string()] });
    shop.desk.perform(&Intent::Undo(op::Undo { op: work, reason: None }), None, NOW).unwrap();
    undo(&mut shop, &summary).unwrap();
    assert!(all(&mut shop).is_empty());
    shop.is_sound();
}

#[test]
fn an_answer_that_was_taken_back_stays_so_when_its_file_comes() {
    let mut shop = with_members(&["M1"]);
    let said = FeedbackContent {
        measure: Measure::Nps,
        score: Some(3),
        topic: None,
        channel: None,
        text: None,
        follow_up: false,
        reference: Some("S-1".to_owned()),
    };
    let member = Some(shop.desk.member_by_no("M1").unwrap());
    let op = shop.desk.perform(&Intent::LogFeedback(op::LogFeedback { member, said }), None, NOW).unwrap().op;
    shop.desk.perform(&Intent::Undo(op::Undo { op, reason: None }), None, NOW).unwrap();
    assert_eq!(counts(&take(&mut shop, "S-1,M1,2026-11-22 10:00,nps,3")), [0, 0, 1, 0]);
    assert_eq!(counts(&take(&mut shop, "S-1,M1,2026-11-22 09:00,nps,4")), [1, 0, 0, 0], "another one may have it");
    shop.is_sound();
}

/// Answers of many members over many days, enough for several steps.
fn survey() -> String {
    let mut csv = format!("{HEADER}\n");
    for n in 0..4_000 {
        let (member, day) = (n % 40, 1 + n % 28);
        let reference = if n % 3 == 0 { String::new() } else { format!("S{n}") };
        writeln!(csv, "{reference},M{member},2026-10-{day:02},nps,{},,,answer {n},", n % 11).unwrap();
    }
    csv
}

fn with_forty(mut shop: World) -> World {
    let numbers: Vec<String> = (0..40).map(|n| format!("M{n}")).collect();
    shop.members(&format!("member_no\n{}\n", numbers.join("\n")), &ImportOptions::default());
    shop
}

/// Says stop at the second step.
#[derive(Default)]
struct StopAtTwo(u32);

impl ImportWatch for StopAtTwo {
    fn progress(&mut self, progress: ImportProgress) {
        self.0 += u32::from(progress.stage == ImportPhase::Writing);
    }

    fn stop(&self) -> bool {
        self.0 >= 1
    }
}

#[test]
fn what_was_stopped_is_gone_on_with() {
    let csv = survey();
    let mut whole = with_forty(World::in_memory());
    let total = whole.answers(&csv, &ImportOptions::default());
    assert_eq!(counts(&total), [4_000, 0, 0, 0]);
    let mut shop = with_forty(World::in_a_file(|| NOW));
    let mut watch = StopAtTwo::default();
    let part = shop
        .desk
        .import_feedback(ImportSource::bytes(csv.as_bytes()), &ImportOptions::default(), &mut watch, NOW)
        .unwrap();
    assert!(part.stopped && part.new > 0 && part.new < 4_000, "{:?}", counts(&part));
    shop.is_sound();
    let rest = shop.answers(&csv, &ImportOptions::default());
    assert_eq!(counts(&rest), [4_000 - part.new, 0, part.new, 0]);
    assert_eq!(seen(&mut shop), seen(&mut whole));
    shop.is_sound();
}

/// Where the child below imports: with it set, the test plays the child.
const STORE: &str = "LOYALTUI_TEST_FEEDBACK_STORE";

/// Tells its parent of every step.
struct Tell;

impl ImportWatch for Tell {
    fn progress(&mut self, progress: ImportProgress) {
        println!("{:?}", progress.stage);
    }
}

#[test]
fn a_killed_import_is_gone_on_with() {
    let csv = survey();
    if let Some(path) = env::var_os(STORE) {
        let mut desk = Desk::open(&PathBuf::from(path), operator("mei")).unwrap();
        desk.import_feedback(ImportSource::bytes(csv.as_bytes()), &ImportOptions::default(), &mut Tell, NOW).unwrap();
        return;
    }
    let mut shop = with_forty(World::in_a_file(|| NOW));
    let path = shop.path();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["import::feedback::a_killed_import_is_gone_on_with", "--exact", "--nocapture"])
        .env(STORE, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    assert!(out.lines().map(Result::unwrap).any(|line| line.ends_with("Writing")));
    child.kill().unwrap();
    child.wait().unwrap();
    shop.is_sound();
    let rest = shop.answers(&csv, &ImportOptions::default());
    assert_eq!(rest.new + rest.unchanged, 4_000);
    assert_eq!(all(&mut shop).len(), 4_000);
    shop.is_sound();
}

/// Logs one of the file's references through another connection while the file is being taken.
struct Beside(Desk, u32);

impl ImportWatch for Beside {
    fn progress(&mut self, progress: ImportProgress) {
        if progress.stage != ImportPhase::Writing || self.1 > 0 {
            return;
        }
        self.1 += 1;
        // An answer of the last day: its step is still to come.
        let said = FeedbackContent {
            measure: Measure::Nps,
            score: Some(5),
            topic: None,
            channel: None,
            text: None,
            follow_up: false,
            reference: Some("S3919".to_owned()),
        };
        self.0.perform(&Intent::LogFeedback(op::LogFeedback { member: None, said }), None, NOW).unwrap();
    }
}

#[test]
fn a_reference_logged_beside_it_is_not_logged_again() {
    let mut shop = with_forty(World::in_a_file(|| NOW));
    let mut beside = Beside(shop.desk_of("other"), 0);
    let csv = survey();
    let source = ImportSource::bytes(csv.as_bytes());
    let summary = shop.desk.import_feedback(source, &ImportOptions::default(), &mut beside, NOW).unwrap();
    assert_eq!(codes(&summary), [(3_921, "ref_conflict")]);
    assert_eq!(summary.new, 3_999);
    shop.is_sound();
}

/// A row: reference (0: none), member, minute, score, whether it has words.
type Wish = (u8, u8, i64, i64, bool);

fn rows(wishes: &[Wish]) -> String {
    let row = |(reference, member, minute, score, says): &Wish| {
        let reference = if *reference == 0 { String::new() } else { format!("S{reference}") };
        let member = if *member == 0 { String::new() } else { format!("M{member}") };
        let text = if *says { "说" } else { "" };
        format!("{reference},{member},2026-10-01 10:{minute:02},nps,{score},,,{text}")
    };
    wishes.iter().map(row).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_nor_files_nor_coming_again_matter(
        wishes in prop::collection::vec((0..4_u8, 0..3_u8, 0..3_i64, 0..3_i64, any::<bool>()), 1..30),
        seed in any::<u64>(),
    ) {
        let mut one = with_members(&["M1", "M2"]);
        let told = take(&mut one, &rows(&wishes));
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_key(|n| (u64::try_from(*n).unwrap() + 1).wrapping_mul(seed | 1).rotate_left(17));
        let shuffled: Vec<Wish> = order.iter().map(|n| wishes[*n]).collect();
        let mut other = with_members(&["M1", "M2"]);
        let told_other = take(&mut other, &rows(&shuffled));
        prop_assert_eq!(counts(&told), counts(&told_other));
        prop_assert_eq!(seen(&mut one), seen(&mut other));
        let again = take(&mut one, &rows(&shuffled));
        prop_assert_eq!((again.new, again.operation), (0, None));
        prop_assert_eq!(seen(&mut one), seen(&mut other));
        one.is_sound();
    }
}

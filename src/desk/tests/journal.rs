use super::*;
use crate::domain::operation::OpKind;
use crate::domain::question::OperationPage;
use rstest::rstest;

/// Enrolments of M1 and M2, an adjustment of each, a freeze.
fn filled() -> Desk {
    let mut desk = desk();
    let (one, two) = (enrol(&mut desk, "M1", "张伟"), enrol(&mut desk, "M2", "王芳"));
    done(&mut desk, &adjust(one, 5));
    desk.operator.name = "o'neil 100%".to_owned();
    let note = Some("broken kettle_1".to_owned());
    let reference = Some("A-20391".to_owned());
    done(
        &mut desk,
        &Intent::Adjust(op::Adjust { member: two, delta: Points(7), reason: "correction".to_owned(), note, reference }),
    );
    let to = crate::domain::fact::Status::Frozen;
    done(&mut desk, &Intent::SetStatus(op::SetStatus { member: one, to, reason: None, note: None, churn: None }));
    desk
}

#[rstest]
#[case::all("", &["freeze", "adjust", "adjust", "enrol", "enrol", "program"])]
#[case::kind("kind:adjust", &["adjust", "adjust"])]
#[case::member("member:M1", &["freeze", "adjust", "enrol"])]
#[case::both("kind:adjust member:M1", &["adjust"])]
#[case::operator("operator:李雯", &["adjust", "enrol", "enrol", "program"])]
#[case::reason("reason:correction", &["adjust"])]
#[case::since("since:2026-11-23", &[])]
#[case::until("until:2026-11-22 kind:enrol", &["enrol", "enrol"])]
#[case::unknown_member("member:M9", &[])]
#[case::word_of_a_note("kettle", &["adjust"])]
#[case::word_of_a_reference("a-20391", &["adjust"])]
#[case::word_that_is_a_kind("freeze", &["freeze"])]
#[case::word_that_is_a_member("M2", &["adjust", "enrol"])]
#[case::part_of_an_operator("neil", &["freeze", "adjust"])]
#[case::wildcards_are_letters("100%", &["freeze", "adjust"])]
#[case::underscore_is_a_letter("kettle_2", &[])]
#[case::quotes_are_letters("o'neil", &["freeze", "adjust"])]
#[case::names_of_fields_are_no_words("intent", &[])]
fn filters(#[case] query: &str, #[case] kinds: &[&str]) {
    let OperationPage { rows, total } = filled().journal(query, 50).unwrap();
    let found: Vec<&str> = rows.iter().map(|row| row.kind.word()).collect();
    assert_eq!(found, kinds);
    assert_eq!(total, kinds.len() as u64);
}

#[rstest]
#[case("", 6)]
#[case("kind:adjust", 2)]
#[case("operator:李雯", 4)]
#[case("neil", 2)]
fn the_total_is_exact_beyond_the_page(#[case] query: &str, #[case] total: u64) {
    let page = filled().journal(query, 1).unwrap();
    assert_eq!((page.rows.len(), page.total), (1, total));
}

#[test]
fn a_row_says_everything_that_was_said() {
    let desk = filled();
    let row = desk.journal("kettle", 1).unwrap().rows.remove(0);
    assert_eq!((row.kind, row.points, row.reason.as_deref()), (OpKind::Adjust, Some(Points(7)), Some("correction")));
    assert_eq!((row.note.as_deref(), row.reference.as_deref()), (Some("broken kettle_1"), Some("A-20391")));
    assert_eq!((row.member_no.as_deref(), row.member_name.as_deref()), (Some("M2"), Some("王芳")));
    assert_eq!((row.facts, row.hash.len()), (1, 64));
    assert_eq!(desk.operation(&row.op.simple().to_string()[..31]).unwrap(), row);
}

#[rstest]
#[case::value("kind:nonsense", 6)]
#[case::day("vase since:yesterday", 12)]
#[case::field("kettle knd:adjust", 8)]
#[case::field_of_members("tier:gold", 1)]
#[case::nothing("kind:", 6)]
fn a_filter_that_can_not_be_read_is_refused_and_pointed_at(#[case] query: &str, #[case] column: usize) {
    let Refusal::BadQuery { error } = refusal(filled().journal(query, 1)) else { panic!("{query}") };
    assert_eq!(error.column, column);
}

#[test]
fn an_operation_is_found_by_its_number_in_the_journal() {
    let desk = filled();
    let row = desk.journal("kettle", 1).unwrap().rows.remove(0);
    for text in [row.seq.0.to_string(), format!("#{}", row.seq.0)] {
        assert_eq!(desk.operation(&text).unwrap().op, row.op);
    }
    assert!(matches!(refusal(desk.operation("4711")), Refusal::UnknownOperation { .. }));
}

#[rstest]
#[case::one_day("since:2026-12-01 until:2026-12-01", 1)]
#[case::from_a_day("since:2026-12-25", 7)]
#[case::up_to_a_day("until:2026-11-24", 5)]
#[case::before_all("until:2026-11-21", 0)]
#[case::after_all("since:2027-01-01", 0)]
#[case::around_all("since:2020-01-01 until:2030-01-01", 42)]
fn days_are_counted_in_and_out_exactly(#[case] query: &str, #[case] total: u64) {
    let (mut desk, member) = with_member();
    for days in 0..40 {
        desk.perform(&adjust(member, 1), None, later(days)).unwrap();
    }
    let page = desk.journal(query, 1_000).unwrap();
    assert_eq!((page.rows.len() as u64, page.total), (total, total));
}

#[test]
fn a_word_with_a_quote_is_found_in_a_note() {
    let (mut desk, member) = with_member();
    let note = Some(r#"said "never" and C:\never"#.to_owned());
    let reason = "goodwill".to_owned();
    done(&mut desk, &Intent::Adjust(op::Adjust { member, delta: Points(1), reason, note, reference: None }));
    for word in [r#""never""#, r"C:\never", "NEVER"] {
        assert_eq!(desk.journal(word, 10).unwrap().total, 1, "{word}");
    }
}

#[test]
fn an_export_has_all_operations_and_what_the_member_said() {
    let (mut desk, member) = with_member();
    (0..203).for_each(|_| drop(done(&mut desk, &adjust(member, 1))));
    done(&mut desk, &super::feedback::log(member, 3));
    let export = desk.export_member(member, NOW).unwrap();
    assert_eq!(export.file.journal.len(), 206, "an enrolment, adjustments, a feedback and this export");
    let texts: Vec<_> = export.feedback.iter().map(|row| row.content.text.as_deref()).collect();
    assert_eq!(texts, [Some("茶太苦了")]);
}

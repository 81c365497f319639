use super::*;
use crate::domain::day::Day;
use proptest::prelude::*;
use rstest::rstest;

fn vocabulary() -> Vocabulary {
    let tiers = ["base", "silver", "gold", "platinum"].map(str::to_owned).to_vec();
    Vocabulary {
        places: KnownPlaces {
            stores: vec!["南京西路店".to_owned(), "南京东路店".to_owned(), "Harbour East".to_owned()],
            channels: vec!["wechat".to_owned(), "南京西路店".to_owned()],
        },
        tiers,
        decimals: 2,
        today: Day::parse("2026-11-22").unwrap(),
    }
}

fn one(text: &str) -> Condition {
    let filter = parse(text, &vocabulary()).unwrap();
    assert_eq!((filter.conditions.len(), filter.words.len()), (1, 0));
    filter.conditions[0].clone()
}

fn range(from: Option<i64>, to: Option<i64>) -> Range {
    Range { from, to }
}

#[test]
fn the_worked_line_of_the_language() {
    let text = "tier:gold spend>1000 last<30d rfm:champions points>=5000 tag:vip store:SH01 birthday:this-month -status:frozen 张 5678";
    let filter = parse(text, &vocabulary()).unwrap();
    assert_eq!(filter.conditions.len(), 9);
    assert_eq!(filter.words, ["张", "5678"]);
    assert!(filter.conditions[8].negated);
}

#[rstest]
#[case("spend>1000", Predicate::Number(Number::Spend, range(Some(100_001), None)))]
#[case("spend<=299.9", Predicate::Number(Number::Spend, range(None, Some(29_990))))]
#[case("spend:-5..5", Predicate::Number(Number::Spend, range(Some(-500), Some(500))))]
#[case("points:100..500", Predicate::Number(Number::Points, range(Some(100), Some(500))))]
#[case("points:..0", Predicate::Number(Number::Points, range(None, Some(0))))]
#[case("orders=3", Predicate::Number(Number::Orders, range(Some(3), Some(3))))]
#[case("last<30d", Predicate::Ago(DayField::Last, range(None, Some(29))))]
#[case("last:2026-01-01..2026-01-31", Predicate::Day(DayField::Last, range(Some(20_454), Some(20_484))))]
#[case("joined>=2026-01-01", Predicate::Day(DayField::Joined, range(Some(20_454), None)))]
#[case("birthday:this-month", Predicate::Birthday(Birthday::Month(11)))]
#[case("birthday:02-29", Predicate::Birthday(Birthday::On(2, 29)))]
#[case("tier:Gold,silver", Predicate::Tier(vec!["gold".to_owned(), "silver".to_owned()]))]
#[case("rfm:cant-lose", Predicate::Segment(vec![Segment::CantLose]))]
#[case("stage:won_back", Predicate::Stage(vec![LifecycleStage::WonBack]))]
#[case("r>=4", Predicate::Number(Number::R, range(Some(4), None)))]
#[case("tag:VIP", Predicate::Word(WordField::Tag, vec!["vip".to_owned()]))]
#[case("store:\"New Road\"", Predicate::Word(WordField::Store, vec!["new road".to_owned()]))]
#[case("tier：gold", Predicate::Tier(vec!["gold".to_owned()]))]
fn a_condition(#[case] text: &str, #[case] test: Predicate) {
    assert_eq!(one(text), Condition { negated: false, test });
}

#[rstest]
#[case::field("spend>1 teir:gold", 9, FilterProblem::UnknownField { field: "teir".into(), nearest: Some("tier".into()) })]
#[case::negated_field("-statsu:frozen", 2, FilterProblem::UnknownField { field: "statsu".into(), nearest: Some("status".into()) })]
#[case::value("tier:gld", 6, FilterProblem::UnknownValue { field: "tier".into(), value: "gld".into(), nearest: Some("gold".into()) })]
#[case::nothing("points>=", 9, FilterProblem::NoValue { field: "points".into() })]
#[case::no_order("tier>gold", 6, FilterProblem::NoOrder { field: "tier".into() })]
#[case::money("spend>1.999", 7, FilterProblem::BadValue { field: "spend".into(), value: "1.999".into(), expected: Expected::Money })]
#[case::day("last<soon", 6, FilterProblem::BadValue { field: "last".into(), value: "soon".into(), expected: Expected::DayOrAge })]
#[case::was_when("was:lost", 5, FilterProblem::BadValue { field: "was".into(), value: "lost".into(), expected: Expected::PlaceOnDay })]
#[case::was_on_no_day("tier:gold was:lost@soon", 15, FilterProblem::BadValue { field: "was".into(), value: "lost@soon".into(), expected: Expected::PlaceOnDay })]
#[case::was_where("-was:losd@30d", 6, FilterProblem::UnknownValue { field: "was".into(), value: "losd".into(), nearest: Some("lost".into()) })]
#[case::was_nothing("was:@30d", 5, FilterProblem::NoValue { field: "was".into() })]
#[case::was_ordered("was>lost@30d", 5, FilterProblem::NoOrder { field: "was".into() })]
#[case::quote("张 tag:\"vip", 7, FilterProblem::OpenQuote)]
#[case::range("points:5..1", 8, FilterProblem::EmptyRange)]
fn a_mistake_points_at_its_column(#[case] text: &str, #[case] column: usize, #[case] problem: FilterProblem) {
    assert_eq!(parse(text, &vocabulary()), Err(QueryError { column, problem }));
}

#[rstest]
#[case::a_day("was:at_risk,cant-lose@2026-10-23", "2026-10-23", &[SegmentState::In(Segment::AtRisk), SegmentState::In(Segment::CantLose)])]
#[case::an_age("was:prospect@30d", "2026-10-23", &[SegmentState::Prospect])]
#[case::yesterday("was:Outside,earlier@yesterday", "2026-11-21", &[SegmentState::Outside, SegmentState::Earlier])]
fn where_members_were(#[case] text: &str, #[case] day: &str, #[case] places: &[SegmentState]) {
    let filter = parse(text, &vocabulary()).unwrap();
    let test = Predicate::Was(places.to_vec(), Day::parse(day).unwrap());
    assert_eq!(filter.conditions, [Condition { negated: false, test }]);
}

#[rstest]
#[case::phone("138-1234")]
#[case::minus_alone("-")]
#[case::mail("z@example.com")]
#[case::url_like("http")]
#[case::leading_dash("-5678")]
fn what_is_no_field_is_a_word(#[case] text: &str) {
    assert_eq!(parse(text, &vocabulary()).unwrap().words, [text]);
}

#[rstest]
#[case("ti", &["tier:"])]
#[case("points>5 -st", &["-status:", "-stage:", "-store:"])]
#[case("tier:g", &["tier:gold"])]
#[case("tier:gold,s", &["tier:gold,silver"])]
#[case("was:at", &["was:at_risk@"])]
#[case("was:lost,pro", &["was:lost,promising@", "was:lost,prospect@"])]
#[case("张", &[])]
fn completion(#[case] text: &str, #[case] found: &[&str]) {
    assert_eq!(complete(text, text.len(), &vocabulary()), found);
}

proptest! {
    #[test]
    fn nothing_typed_ever_panics(text in "\\PC{0,40}", cursor in 0..60_usize) {
        let _ = parse(&text, &vocabulary());
        let _ = complete(&text, cursor, &vocabulary());
    }

    #[test]
    fn nor_what_is_nearly_right(text in "-?(tier|spend|last|points|birthday|rfm|tag|was)(:|<|>|<=|>=|=)[-a-z0-9.,@\"]{0,12}") {
        if let Err(error) = parse(&text, &vocabulary()) {
            prop_assert!(error.column <= text.chars().count() + 1);
        }
    }
}

#[rstest]
#[case::part_of_a_name("store:南京", &["store:南京西路店", "store:南京东路店"])]
#[case::the_end_of_one("store:东路", &["store:南京东路店"])]
#[case::in_any_case("store:harb", &["store:\"Harbour East\""])]
#[case::excluded("-store:西", &["-store:南京西路店"])]
#[case::nowhere("store:北京", &[])]
#[case::a_channel_is_no_store("store:we", &[])]
#[case::nor_is_a_store_a_channel("channel:东路", &[])]
#[case::a_channel("channel:we", &["channel:wechat"])]
#[case::a_name_of_both("channel:南京", &["channel:南京西路店"])]
fn stores_are_completed_by_any_part(#[case] typed: &str, #[case] endings: &[&str]) {
    assert_eq!(complete(typed, typed.len(), &vocabulary()), endings);
}

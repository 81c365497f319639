//! The feedback pane and its forms in every state.

use super::{at, drawn, snapshot};
use crate::app::sample::{FakeDesk, Person};
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::feedback::{PeriodComparison, ResponseCounts, ScoreReport, ScoreRow};
use crate::domain::question::AnyQuestion;
use crate::domain::rate::Interval;
use crate::panes::feedback::state::FeedbackPart;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::msg::{Msg, Reply};
use crate::shell::setup::Palette;
use ratatui::style::Color;
use rstest::rstest;

#[rstest]
#[case::log_empty("log_empty", "5678 enter f")]
#[case::log_promoter("log_promoter", "5678 enter fx enter")]
#[case::log_detractor("log_detractor", "5678 enter f3")]
#[case::log_off_the_scale("log_off_the_scale", "5678 enter f shift-tab 2 tab 9")]
#[case::log_kind("log_kind", "5678 enter f shift-tab 3")]
#[case::log_topic("log_topic", "5678 enter f9 tab")]
#[case::log_comment_lacks_words("log_comment_lacks_words", "5678 enter f shift-tab 4 ctrl-s")]
#[case::log_of_nobody("log_of_nobody", "zzz tab f2 tab tab tab tab 2")]
#[case::log_chinese(
    "log_chinese",
    "5678 enter f9 enter 茶太苦了，希望下次可以换一种；店员态度很好。 enter '第二行，还有 some English words that are long enough to be folded at the edge' up"
)]
#[case::log_full("log_full", "5678 enter f9 enter 1 enter 2 enter 3 enter 4 enter 5 enter 6 enter 7 enter 8 enter 9")]
#[case::log_plan("log_plan", "5678 enter f3 enter 苦 tab enter")]
#[case::logged("logged", "5678 enter f3 enter 苦 ctrl-s")]
#[case::logged_of_nobody("logged_of_nobody", "tab f9 ctrl-s")]
#[case::retract("retract", "5678 enter f3 ctrl-s u")]
#[case::retracted("retracted", "5678 enter f3 ctrl-s uy")]
#[case::wants_a_call("wants_a_call", "5678 enter f9 enter 请回电 tab 2 ctrl-s 4")]
#[case::number_to_call("number_to_call", "5678 enter f9 enter 请回电 tab 2 ctrl-s 4p")]
#[case::help_in_the_words("help_in_the_words", "5678 enter f3 enter")]
fn the_form(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    if name == "help_in_the_words" {
        person.send(crate::shell::msg::Msg::Key(crate::shell::key::Key::plain(crate::shell::key::Code::F(1))));
    }
    snapshot(&format!("feedback__{name}"), &person);
}

/// Cases and a promoter: one overdue, one of nobody known.
pub(super) fn with_cases() -> Person {
    let mut desk = FakeDesk::new();
    let now = desk.now;
    let long = "茶太苦了，第三次买到这样的。The lid was broken too, and nobody answered the phone for two days in a row.\n请尽快回电。";
    for (days, member, score, topic, text) in [
        (5, Some(1), 2, "product", long),
        (1, Some(2), 5, "service", "等了四十分钟"),
        (0, None, 0, "points", "积分没有到账"),
        (0, Some(1), 9, "brand", "很好"),
    ] {
        desk.now = Instant(now.0 - days * DAY_MS);
        desk.says(member, score, topic, text);
    }
    desk.now = now;
    desk.measures = measures();
    at(desk)
}

fn interval(n: u64, value: f64, low: f64, high: f64) -> Interval {
    Interval { n, value, low, high }
}

/// Scores as a desk may answer them: all of them, a topic that shows, one that is hidden, and what is not said.
fn measures() -> ScoreReport {
    let row = |value: Option<&str>, (promoters, passives, detractors), nps| ScoreRow {
        value: value.map(str::to_owned),
        answers: ResponseCounts {
            promoters,
            passives,
            detractors,
            csat: 60,
            satisfied: 49,
            ces: 31,
            ces_sum: 167,
            ces_squares: 950,
        },
        nps,
        csat: Some(interval(60, 0.8167, 0.7008, 0.8943)),
        ces: Some(interval(31, 5.387, 5.05, 5.72)),
    };
    let day = |text| Day::parse(text).unwrap();
    let all = row(None, (50, 30, 20), Some(interval(100, 30.0, 14.1, 44.2)));
    let then = row(None, (40, 30, 30), Some(interval(100, 10.0, -6.3, 25.7)));
    let difference = Some(interval(200, 20.0, -2.0, 41.0));
    ScoreReport {
        rows: vec![
            row(Some("product"), (30, 20, 10), Some(interval(60, 33.3, 13.1, 50.6))),
            row(Some("service"), (15, 5, 10), Some(interval(30, 16.7, -14.0, 44.3))),
            row(Some("points"), (5, 5, 0), None),
            row(None, (0, 0, 0), None),
        ],
        versus: Some(PeriodComparison { from: day("2026-05-27"), to: day("2026-08-24"), all: then, difference }),
        from: day("2026-08-25"),
        to: day("2026-11-22"),
        all,
        by: None,
        withheld_below: 30,
    }
}

#[rstest]
#[case::queue("queue", "down 4")]
#[case::case_with_keys("case_with_keys", "down 4 enter")]
#[case::take("take", "down 4a")]
#[case::taken("taken", "down 4ay")]
#[case::note("note", "down 4n打过电话")]
#[case::due("due", "down 4d+4h enter")]
#[case::due_wrong("due_wrong", "down 4dsoon enter")]
#[case::close("close", "down 4x8")]
#[case::closed("closed", "down 4x8 enter yhhh")]
#[case::worked("worked", "down 4ayn打过电话，客户很客气 enter yd+4h enter y+200 enter enter y")]
#[case::reopened("reopened", "down 4x enter ylllo enter y")]
#[case::undo("undo", "down 4ayu")]
#[case::goodwill("goodwill", "down 4+200")]
#[case::overdue("overdue", "down 4l")]
#[case::everything("everything", "down 4hh")]
#[case::mine_empty("mine_empty", "down 4ll")]
#[case::narrow("narrow", "down 4ays")]
#[case::narrowed_to_nothing("narrowed_to_nothing", "down 4s down down down enter")]
#[case::csv("csv", "down 4E")]
#[case::scores("scores", "down 4hjj")]
#[case::scores_csat("scores_csat", "down 4hm")]
#[case::scores_ces("scores_ces", "down 4hmm")]
#[case::counted("counted", "down 4hw")]
#[case::counted_hidden("counted_hidden", "down 4hjjjw")]
#[case::past_day("past_day", "down 4@-1 enter")]
#[case::help("help", "down 4?")]
#[case::help_of_scores("help_of_scores", "down 4h?")]
fn the_pane(#[case] name: &str, #[case] keys: &str) {
    let mut person = with_cases();
    person.press(keys);
    snapshot(&format!("feedback__{name}"), &person);
}

#[test]
fn nobody_has_said_anything() {
    let mut person = at(FakeDesk::new());
    person.press("down 4");
    snapshot("feedback__empty", &person);
    person.press("h");
    snapshot("feedback__scores_empty", &person);
}

#[test]
fn waiting_and_failed() {
    let mut person = with_cases();
    person.press("down");
    person.slow = true;
    person.press("4");
    snapshot("feedback__loading", &person);
    let Some(Effect::Ask(ticket, AnyQuestion::ListFeedback(_))) = person.pending.pop_back() else {
        panic!("no question")
    };
    let trouble = Failure::Trouble("the file is damaged: page 7".to_owned().into());
    person.send(Msg::Reply(Reply::Answered(ticket, Err(trouble.clone()))));
    snapshot("feedback__failed", &person);
    person.press("h");
    let Some(Effect::Ask(ticket, AnyQuestion::ScoreFeedback(_))) = person.pending.pop_back() else {
        panic!("no question")
    };
    person.send(Msg::Reply(Reply::Answered(ticket, Err(trouble))));
    snapshot("feedback__scores_failed", &person);
}

#[test]
fn what_is_overdue_stands_out_without_colours() {
    let mut person = with_cases();
    person.model.shell.setup.palette = Palette::Plain;
    person.press("down 4");
    let frame = drawn(&person.model, (120, 36));
    assert!(frame.row(frame.find("3 d late")).contains('!'), "{}", frame.text());
    assert!(frame.text().contains("! OVERDUE") && frame.text().contains("4 Feedback !1"), "{}", frame.text());
    let coloured = frame.buffer.content.iter().filter(|c| c.fg != Color::Reset || c.bg != Color::Reset).count();
    assert_eq!(coloured, 0);
}

#[test]
fn a_click_lands_on_the_row_and_the_view_it_shows() {
    let mut person = with_cases();
    person.press("down 4");
    let frame = drawn(&person.model, (120, 36));
    assert_eq!(frame.regions.target(5, frame.find("赵薇")), Some(FeedbackPart::List.at(1)));
    let x = u16::try_from(frame.row(2).chars().position(|c| c == 'm').unwrap()).unwrap();
    assert_eq!(frame.regions.target(x, 2), Some(FeedbackPart::Views.at(2)));
    assert_eq!(frame.regions.target(100, 10), Some(FeedbackPart::Case.at(0)));
}

#[test]
fn the_due_time_is_in_sight_before_it_is_written_at_every_size() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter f3 enter 茶太苦了");
    for size in [(60, 16), (60, 17), (61, 20), (80, 24), (95, 16), (96, 16), (120, 36)] {
        let text = drawn(&person.model, size).text().replace(['│', '\n', ' '], "");
        assert!(["opensacase,due", "11-24", "14:39", "48h)"].iter().all(|t| text.contains(t)), "{size:?}: {text}");
    }
}

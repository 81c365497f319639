//! The pane by its keys: figures and what is behind them, the care list and contacts from it.

use super::state::OverviewTab;
use crate::app::sample::{FakeDesk, Person, hand};
use crate::domain::contact::{CareReason, ContactOutcome};
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::program::{Program, Programs, Version};
use crate::domain::question::{AnyQuestion, UndoTarget};
use crate::shell::effect::Effect;
use crate::shell::msg::Msg;
use crate::shell::pane::Pane;
use crate::shell::pane_id::PaneId;

/// The members of the care list, from the top.
fn listed(person: &Person) -> Vec<MemberId> {
    person.model.panes.overview.care_rows().iter().map(|row| row.member.id).collect()
}

fn in_care() -> Person {
    let mut person = Person::new();
    for (_, profile) in person.desk.files.values_mut() {
        profile.consents = vec!["phone".to_owned()];
    }
    person.press("esc 6 left");
    person
}

#[test]
fn six_shows_the_figures_and_left_the_care_list() {
    let mut person = Person::new();
    person.press("esc 6");
    let pane = &person.model.panes.overview;
    assert_eq!((person.model.shell.front, pane.tab), (PaneId::Overview, OverviewTab::Figures));
    assert!(pane.figures().len() > 5, "the points have come, too");
    assert!(pane.points.answer().unwrap().ties());
    person.press("left");
    assert_eq!(listed(&person), [MemberId(1), MemberId(2)]);
}

#[test]
fn enter_on_a_figure_lists_its_members_and_w_defines_it() {
    let mut person = Person::new();
    person.press("esc 6 w");
    assert_eq!(person.model.panes.overview.dialogs.len(), 1);
    person.press("esc enter");
    assert_eq!(person.model.shell.front, PaneId::Members);
    assert_eq!(person.model.panes.members.search.field.text(), "status:active");
}

#[test]
fn the_member_under_the_cursor_is_the_current_one() {
    let mut person = in_care();
    let first = hand(&person.model).map(str::to_owned);
    person.press("down");
    assert_ne!(hand(&person.model), first.as_deref());
    person.press("enter");
    assert_eq!(person.model.shell.front, PaneId::Members);
    person.press("esc");
    assert_eq!((person.model.shell.front, person.model.panes.overview.tab), (PaneId::Overview, OverviewTab::Care));
}

#[test]
fn c_and_a_digit_log_the_contact_and_go_to_the_next() {
    let mut person = in_care();
    person.press("c1");
    let contacts = person.desk.open(MemberId(1), None).contacts;
    assert_eq!(contacts[0].contact.content.reason, Some(CareReason::Expiring));
    assert_eq!(contacts[0].contact.content.outcome, ContactOutcome::Reached);
    assert!(person.model.shell.overlays.is_empty(), "the form is gone");
    assert_eq!(listed(&person), [MemberId(2)], "the first is capped");
    let next = person.desk.files[&MemberId(2)].1.member_no.clone();
    assert_eq!(hand(&person.model), Some(next.as_str()));
}

#[test]
fn who_does_not_answer_stays_and_the_next_one_is_in_hand() {
    let mut person = in_care();
    person.press("c2");
    assert_eq!(listed(&person), [MemberId(1), MemberId(2)]);
    let next = person.desk.files[&MemberId(2)].1.member_no.clone();
    assert_eq!(hand(&person.model), Some(next.as_str()));
}

#[test]
fn u_takes_back_the_contact_that_was_logged_though_the_list_has_gone_on() {
    let mut person = in_care();
    person.press("c1u");
    let asked = person.asked.iter().rev().find_map(|effect| match effect {
        Effect::Ask(_, AnyQuestion::PlanUndo(plan)) => Some(plan.target),
        _ => None,
    });
    let logged = person.asked.iter().find_map(|effect| match effect {
        Effect::Commit { plan, .. } => Some(UndoTarget::Operation(plan.op_id)),
        _ => None,
    });
    assert!(logged.is_some());
    assert_eq!(asked, logged);
}

#[test]
fn a_call_back_is_asked_for_its_day() {
    let mut person = in_care();
    person.press("c4");
    assert!(person.model.draft().is_some(), "the day is to be given");
    person.press("+1 enter y");
    let outcome = person.desk.open(MemberId(1), None).contacts[0].contact.content.outcome;
    assert_eq!(outcome, ContactOutcome::CallBack(person.model.shell.today.plus_days(1)));
}

#[test]
fn what_speaks_against_a_contact_is_looked_at_first() {
    let mut person = Person::new();
    person.press("esc 6 left c1");
    assert!(person.desk.open(MemberId(1), None).contacts.is_empty(), "there is no consent on file");
    assert!(person.model.draft().is_some());
}

#[test]
fn alerts_that_are_lit_are_seen_wherever_one_is() {
    let mut person = Person::at(watching(BUSY));
    let badge = person.model.panes.overview.badge().unwrap();
    assert_eq!((badge.mark, badge.n), ('▲', 1));
    person.press("esc 6 right");
    assert_eq!(person.model.panes.overview.tab, OverviewTab::Alerts);
}

const BUSY: &str = "[[alerts]]\ncode = \"busy\"\nmetric = \"overdue_cases\"\nabove = 10\n";

/// A desk under a programme.
fn watching(toml: &str) -> FakeDesk {
    let mut desk = FakeDesk::new();
    desk.programs = Programs::single(Program::parse(toml).unwrap());
    desk
}

fn owner(person: &Person) -> Option<String> {
    let fired = &person.model.panes.overview.alerts.answer().unwrap().fired;
    fired[0].ack.as_ref().map(|ack| ack.content.owner.clone())
}

#[test]
fn a_acknowledges_the_alert_under_the_cursor_and_u_takes_that_back() {
    let mut person = Person::at(watching(BUSY));
    person.press("esc 6 right a");
    assert_eq!(person.model.draft().unwrap().form.alert.as_ref().unwrap().code, "busy");
    person.press("ctrl-u m e i enter y");
    assert_eq!(owner(&person).as_deref(), Some("mei"));
    person.press("u y");
    assert_eq!(owner(&person), None);
}

#[test]
fn a_rule_that_has_not_fired_has_nothing_to_acknowledge() {
    let mut person = Person::at(watching(""));
    person.press("esc 6 right a");
    assert!(person.model.draft().is_none());
}

#[test]
fn a_programme_that_was_applied_elsewhere_changes_the_badge() {
    let mut person = Person::at(watching(""));
    assert_eq!(person.model.panes.overview.badge(), None);
    person.desk.programs = Programs::new(vec![
        Version { number: 1, from: Instant(i64::MIN), program: Program::default() },
        Version { number: 2, from: person.desk.now, program: Program::parse(BUSY).unwrap() },
    ])
    .unwrap();
    person.send(Msg::FileChanged);
    assert_eq!(person.model.panes.overview.badge().map(|badge| badge.n), Some(1));
}

#[test]
fn what_is_written_by_others_changes_the_badge_after_a_rest() {
    let mut person = Person::at(watching(BUSY));
    let asked = |person: &Person| person.questions().filter(|q| matches!(q, AnyQuestion::ShowAlerts(_))).count();
    person.send(Msg::FileChanged);
    assert_eq!(asked(&person), 1, "it rests");
    let now = person.model.shell.setup.now;
    person.send(Msg::Clock(Instant(now.0 + 60_000)));
    assert_eq!(asked(&person), 2);
}

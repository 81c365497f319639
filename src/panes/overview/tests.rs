//! The pane by its keys: figures and what is behind them, the care list and contacts from it.

use super::state::{OverviewDialog, OverviewTab};
use crate::app::sample::{FakeDesk, Person, hand, news};
use crate::domain::care::CareDrop;
use crate::domain::contact::{CareReason, ContactOutcome};
use crate::domain::day::Instant;
use crate::domain::figure::FigureCode;
use crate::domain::num::MemberId;
use crate::domain::program::{Program, Programs, Version};
use crate::domain::question::{AnyQuestion, UndoTarget};
use crate::shell::effect::Effect;
use crate::shell::msg::{Msg, TaskResult};
use crate::shell::pane::Pane;
use crate::shell::pane_id::PaneId;
use crate::shell::toast::Notice;

/// The members of the care list, from the top.
fn listed(person: &Person) -> Vec<MemberId> {
    person.model.panes.overview.care_rows().iter().map(|row| row.member.id).collect()
}

fn in_care() -> Person {
    let mut person = Person::new();
    for (_, profile) in person.desk.files.values_mut() {
        profile.consents = vec!["phone".to_owned()];
    }
    person.press("esc 6 right right");
    person
}

#[test]
fn six_shows_the_figures_and_right_the_alerts_and_the_care_list() {
    let mut person = Person::new();
    person.press("esc 6");
    let pane = &person.model.panes.overview;
    assert_eq!((person.model.shell.front, pane.tab), (PaneId::Overview, OverviewTab::Figures));
    assert!(pane.figures().len() > 5, "the points have come, too");
    assert!(pane.points.answer().unwrap().ties());
    person.press("right right");
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
    let here = hand(&person.model).map(str::to_owned);
    person.press("enter");
    assert_eq!(person.model.shell.front, PaneId::Members);
    // The file on the screen is that member's, wherever the list of members stands.
    let shown = person.model.shell.record.as_ref().and_then(|view| view.current());
    assert_eq!(shown.map(|record| record.profile.member_no.as_str()), here.as_deref());
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
    person.press("esc 6 right right c1");
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

#[test]
fn s_leaves_the_member_out_until_a_day() {
    let mut person = in_care();
    person.press("s +3 enter y");
    assert_eq!(listed(&person), [MemberId(2)]);
    let content = person.desk.open(MemberId(1), None).contacts[0].contact.content.clone();
    assert_eq!(content.outcome, ContactOutcome::Postponed(person.model.shell.today.plus_days(3)));
    let dropped = &person.model.panes.overview.care.answer().unwrap().dropped;
    assert!(dropped.contains(&(CareDrop::Postponed, 1)), "{dropped:?}");
    person.press("u y");
    assert_eq!(listed(&person), [MemberId(1), MemberId(2)]);
}

#[test]
fn e_saves_the_figures_as_a_page_under_a_name_that_is_free() {
    let mut person = Person::new();
    person.press("esc 6 E");
    assert!(matches!(person.model.panes.overview.dialogs.last(), Some(OverviewDialog::Report(_))));
    person.press("ctrl-u 'taken.html' enter");
    assert!(matches!(person.model.panes.overview.dialogs.last(), Some(OverviewDialog::Report(_))), "the next name");
    person.press("ctrl-u 'boss.html' enter");
    assert_eq!(news(&person.model), Some(&Notice::Performed(TaskResult::ReportSaved("boss.html".to_owned()))));
}

#[test]
fn the_palette_leads_to_alerts_and_to_the_care_list_from_anywhere() {
    let mut person = Person::new();
    person.press("esc 3 : 'show care' enter");
    assert_eq!((person.model.shell.front, person.model.panes.overview.tab), (PaneId::Overview, OverviewTab::Care));
    person.press("3 : 'show alerts' enter");
    assert_eq!((person.model.shell.front, person.model.panes.overview.tab), (PaneId::Overview, OverviewTab::Alerts));
}

#[test]
fn what_was_planned_stands_beside_what_it_came_to() {
    let toml = "[[targets]]\nmetric = \"net_spend\"\nmonth = \"2026-11\"\nvalue = \"100000\"\n\
                [[targets]]\nmetric = \"members\"\nmonth = \"2026-12\"\nvalue = 3000\n";
    let mut person = Person::at(watching(toml));
    person.press("esc 6 left");
    assert_eq!(person.model.panes.overview.tab, OverviewTab::Targets);
    let rows = person.model.panes.overview.targets(&person.model.shell).unwrap();
    assert_eq!(rows.iter().map(|row| row.code).collect::<Vec<_>>(), [FigureCode::NetSpend, FigureCode::Members]);
    assert_eq!((rows[0].actual.is_some(), rows[1].actual), (true, None));
    person.press("S 'tier:gold' enter");
    assert_eq!(person.model.panes.overview.targets(&person.model.shell), None, "they are planned for everybody");
}

#[test]
fn v_shows_who_buys_on_a_second_day_by_week_of_joining() {
    let mut person = in_care();
    person.press("v");
    assert!(matches!(person.model.panes.overview.dialogs.last(), Some(OverviewDialog::Activation(_))));
    assert!(person.model.panes.overview.activation.is_current());
    person.press("esc");
    assert!(person.model.panes.overview.dialogs.is_empty());
}

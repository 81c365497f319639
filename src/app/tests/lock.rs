//! A locked session: a card over everything, and what is behind it as it was.

use super::*;
use crate::app::registry::Cmd;
use crate::app::sample::PIN;
use crate::domain::day::Instant;
use crate::domain::operator::Role;
use crate::domain::plan::outcome::Refusal;
use crate::domain::staff::session::{SessionEnd, SessionRules};
use crate::shell::commands::ShellCmd;
use crate::shell::effect::Task;
use crate::shell::lock::ConsoleSession;
use crate::shell::msg::{Mouse, MouseAct, Reply};
use rstest::rstest;

const RULES: SessionRules = SessionRules { lock_minutes: 10, hours: 10, pin_min: 6 };

/// Somebody with a session, whose PIN was given just now.
fn with_session() -> Person {
    let mut person = Person::new();
    person.model.shell.session = Some(ConsoleSession::new(RULES, person.model.shell.setup.now));
    // What is asked for only where there are operators has been.
    person.send(Msg::Resize);
    person
}

fn is_locked(person: &Person) -> bool {
    person.model.shell.session.as_ref().is_some_and(|session| session.card.is_some())
}

fn after_minutes(person: &Person, minutes: i64) -> Instant {
    Instant(person.model.shell.setup.now.0 + minutes * 60_000)
}

#[test]
fn keys_go_to_the_card_alone_and_the_pin_brings_everything_back() {
    let mut person = with_session();
    person.press("张 down enter");
    let (before, asked) = (format!("{:?}", person.model.panes), person.asked.len());
    person.press("L");
    assert!(is_locked(&person));
    person.press("+ 5 0 0 enter");
    person.send(Msg::Paste("paste".to_owned()));
    person.send(Msg::Mouse(Mouse { act: MouseAct::Press, column: 3, row: 1 }));
    assert!(is_locked(&person), "that is not the PIN");
    let failure = person.model.shell.session.as_ref().unwrap().card.as_ref().unwrap().failure.clone();
    assert!(matches!(failure, Some(Failure::Refused(refusal)) if matches!(*refusal, Refusal::WrongPin { .. })));
    for digit in PIN.chars() {
        person.press(&digit.to_string());
    }
    person.press("enter");
    assert!(!is_locked(&person));
    assert_eq!(format!("{:?}", person.model.panes), before, "nothing has moved behind it");
    let since = &person.asked[asked..];
    let unlocks = since.iter().filter(|e| matches!(e, Effect::Perform(_, task) if matches!(**task, Task::Unlock(_))));
    assert_eq!((unlocks.count(), since.len()), (2, 2), "{since:?}");
}

#[test]
fn it_locks_when_nobody_does_anything_and_a_key_puts_that_off() {
    let mut person = with_session();
    person.send(Msg::Clock(after_minutes(&person, 9)));
    person.press("down");
    person.send(Msg::Clock(after_minutes(&person, 9)));
    assert!(!is_locked(&person));
    assert!(person.model.deadline() <= after_minutes(&person, 1), "the runtime wakes up in time");
    person.send(Msg::Clock(after_minutes(&person, 1)));
    assert!(is_locked(&person));
}

#[test]
fn it_locks_after_a_long_stop() {
    let mut person = with_session();
    person.press("ctrl-z");
    assert_eq!(person.asked.last(), Some(&Effect::Suspend));
    person.send(Msg::Clock(after_minutes(&person, 1)));
    assert!(!is_locked(&person));
    person.press("ctrl-z");
    person.send(Msg::Clock(after_minutes(&person, 2)));
    assert!(is_locked(&person));
}

#[test]
fn a_file_without_operators_has_nothing_to_lock() {
    let mut person = Person::new();
    person.press("esc L");
    assert!(!is_locked(&person));
    assert_eq!(person.model.allowed(Cmd::Shell(ShellCmd::Lock)), Err(BlockedReason::NoOperators));
}

#[test]
fn whoever_sits_here_when_the_first_operator_comes_is_nobody_any_more() {
    let mut person = Person::new();
    let ticket = person.model.shell.ticket();
    let needed = Refusal::LoginNeeded { name: None, why: SessionEnd::None };
    let refused = Failure::Refused(Box::new(needed));
    person.send(Msg::Reply(Reply::Answered(ticket, Err(refused))));
    assert!(person.model.shell.is_logged_out());
}

#[rstest]
#[case::tier(Role::Agent, ShellCmd::Tier, &[Role::Supervisor, Role::Manager, Role::Owner])]
#[case::import(Role::Supervisor, ShellCmd::ImportFile, &[Role::Manager, Role::Auditor, Role::Owner])]
#[case::points(Role::Auditor, ShellCmd::Points, &[Role::Agent, Role::Supervisor, Role::Manager, Role::Owner])]
fn a_command_that_a_role_may_not_says_who_may(
    #[case] role: Role,
    #[case] cmd: ShellCmd,
    #[case] allowed: &'static [Role],
) {
    let mut person = with_session();
    person.press("down");
    person.model.shell.setup.operator.role = Role::Owner;
    assert_eq!(person.model.allowed(Cmd::Shell(cmd)), Ok(()), "the owner may");
    person.model.shell.setup.operator.role = role;
    assert_eq!(person.model.allowed(Cmd::Shell(cmd)), Err(BlockedReason::NotAllowed { role, allowed }));
    person.model.shell.session = None;
    assert_eq!(person.model.allowed(Cmd::Shell(cmd)), Ok(()), "a file without operators is one owner's");
}

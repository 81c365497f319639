//! Threads with a real file.

use super::super::crash::Crash;
use super::super::wait::Wait;
use super::*;
use crate::desk::ask::{ScanWatch, Serve};
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::desk::segments::FEW;
use crate::domain::export::MembersExport;
use crate::domain::op::{self, Intent};
use crate::domain::program::DEFAULT_TOML;
use crate::domain::question::{
    AnyAnswer, AnyQuestion, FeedbackListQuery, FindMembers, Lane, ListSavedFilters, MemberListQuery, PlanChange,
    Question, ShowBoard, ShowTrend, VerifyFile,
};
use crate::shell::failure::Failure;
use crate::shell::msg::TaskResult;
use crate::shell::ticket::Ticket;
use crate::world::{World, operator};
use std::fmt::Write as _;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(20);

/// A data file that lives as long as the test, and how it is opened.
fn store() -> (World, DeskOpening) {
    let world = World::in_a_file(clock::now);
    let opening = DeskOpening { path: world.path(), operator: mei(), pass: None, few: FEW, keys: None, files: None };
    (world, opening)
}

fn mei() -> Operator {
    operator("mei")
}

fn ask<Q: Question>(desk: &mut Desk, question: Q) -> Result<Q::Answer, DeskError>
where
    Desk: Serve<Q>,
{
    desk.ask(&mei(), question, clock::now())
}

/// A change that needs no member: another name for the programme.
fn commit(desk: &mut Desk, name: &str, ticket: u64) -> Effect {
    let toml = DEFAULT_TOML.replacen("name = ", &format!("name = \"{name}\" # "), 1);
    let intent = Intent::ApplyProgram(op::ApplyProgram { toml });
    let plan = ask(desk, PlanChange { intent, or_propose: false }).unwrap();
    Effect::Commit { ticket: Ticket(ticket), plan, key: format!("key {ticket}") }
}

fn names(opening: &DeskOpening) -> Vec<String> {
    let programs = opening.desk().unwrap().programs().unwrap();
    programs.versions().iter().skip(1).map(|v| v.program.name.clone()).collect()
}

#[test]
fn leaving_waits_for_the_write_in_flight() {
    let (_world, opening) = store();
    let (wait, mut desk) = (Wait::new().unwrap(), opening.desk().unwrap());
    let write = commit(&mut desk, "second", 1);
    let (workers, inbox) = Workers::start(desk, &opening, wait.waker()).unwrap();
    assert_eq!(workers.ask(write), None);
    drop(workers);
    assert_eq!(names(&opening), ["second"]);
    let replies: Vec<WorkerEvent> = inbox.iter().collect();
    assert!(matches!(&replies[..], [WorkerEvent::Reply(Reply::Committed(Ticket(1), Ok(_)))]), "{replies:?}");
}

#[test]
fn what_is_none_of_the_desks_comes_back() {
    let (_world, opening) = store();
    let desk = opening.desk().unwrap();
    let (workers, _inbox) = Workers::start(desk, &opening, Wait::new().unwrap().waker()).unwrap();
    assert_eq!(workers.ask(Effect::Quit), Some(Effect::Quit));
}

#[test]
fn a_write_elsewhere_is_noticed_at_a_look_and_an_own_one_is_not() {
    let (_world, opening) = store();
    let (wait, mut elsewhere) = (Wait::new().unwrap(), opening.desk().unwrap());
    let (workers, inbox) = Workers::start(opening.desk().unwrap(), &opening, wait.waker()).unwrap();
    // An own write first: its answer also says that the writer has its bearings.
    workers.ask(commit(&mut elsewhere, "own", 1));
    assert!(matches!(inbox.recv_timeout(LONG).unwrap(), WorkerEvent::Reply(Reply::Committed(..))));
    workers.look();
    let write = commit(&mut elsewhere, "theirs", 2);
    assert!(matches!(answer(&mut elsewhere, write, clock::now()), Some(Reply::Committed(_, Ok(_)))));
    workers.look();
    assert!(matches!(inbox.recv_timeout(LONG).unwrap(), WorkerEvent::FileChanged));
    drop(workers);
    assert_eq!(inbox.iter().count(), 0, "once, and for the other's write alone");
}

#[test]
fn a_file_that_is_gone_is_told() {
    let (world, opening) = store();
    let desk = opening.desk().unwrap();
    let elsewhere = DeskOpening { path: world.path().with_file_name("gone.db"), ..opening };
    let (_workers, inbox) = Workers::start(desk, &elsewhere, Wait::new().unwrap().waker()).unwrap();
    assert!(matches!(inbox.recv_timeout(LONG).unwrap(), WorkerEvent::NoDesk(_)));
}

#[test]
fn a_worker_that_panics_is_news_and_its_words_are_kept() {
    let (wait, (news, inbox)) = (Wait::new().unwrap(), mpsc::channel());
    let crash = Crash::watch();
    let outbox = Outbox { news, waker: wait.waker() };
    let thread = spawn("writer", &outbox, || panic!("a planted\nfault")).unwrap();
    assert!(wait.wait_for_call(LONG).unwrap());
    assert!(matches!(inbox.recv().unwrap(), WorkerEvent::Died));
    thread.join().unwrap();
    let told = crash.seen().unwrap();
    assert!(told.starts_with("a planted fault in thread writer ("), "{told}");
    assert!(told.contains(file!()), "{told}");
}

#[test]
fn with_nothing_to_write_the_writer_tidies_up_and_then_sleeps() {
    let (_world, opening) = store();
    let (wait, (news, inbox)) = (Wait::new().unwrap(), mpsc::channel());
    let outbox = Outbox { news, waker: wait.waker() };
    let mut desk = opening.desk().unwrap();
    let write = commit(&mut desk, "second", 1);
    let mut writer = Writer::new(desk, opening, Arc::default(), outbox, Arc::new(Lanes::new()));
    let steps = |writer: &mut Writer| (0..99).take_while(|_| writer.tidy()).count();
    let all = steps(&mut writer);
    assert!((2..99).contains(&all), "cached states, the search index, the log: {all}");
    assert_eq!(steps(&mut writer), 0, "tidy is tidy");
    writer.take(WriteJob::Do(write));
    assert!((1..all).contains(&steps(&mut writer)), "the search index and the log");
    writer.take(WriteJob::Tidy);
    assert_eq!(steps(&mut writer), 2, "all three, with nothing to do");
    assert_eq!(inbox.try_iter().count(), 1, "nobody hears of it");
}

#[test]
fn a_newer_key_ends_a_slow_answer_wherever_it_is() {
    let (_world, opening) = store();
    let (wait, (news, inbox)) = (Wait::new().unwrap(), mpsc::channel());
    let out = Outbox { news, waker: wait.waker() };
    let (lanes, (begun, begins)) = (Arc::new(Lanes::new()), mpsc::channel());
    let find = |ticket, query: &str| {
        ReadJob::Do(Effect::Ask(
            Ticket(ticket),
            FindMembers { query: query.to_owned(), limit: 5, as_of: None, with_month: false }.into(),
        ))
    };
    // One that goes on until it is interrupted, in short queries with pauses between them.
    let slow = move |desk: &mut Desk, effect: Effect, _: &mut dyn ScanWatch| {
        if let Effect::Ask(Ticket(1), _) = effect {
            begun.send(()).unwrap();
            let deadline = std::time::Instant::now() + LONG;
            while std::time::Instant::now() < deadline {
                if let Err(DeskError::Interrupted) =
                    ask(desk, FindMembers { query: "zhang".to_owned(), limit: 5, as_of: None, with_month: false })
                {
                    return None;
                }
            }
            panic!("nobody interrupted it");
        }
        answer(desk, effect, clock::now())
    };
    let (desk, served) = (opening.desk().unwrap(), Arc::clone(&lanes));
    let reader = std::thread::spawn(move || {
        Reader { serves: ServedBy::Readers, opening: &opening, jobs: &served, out: &out }.run(Some(desk), slow);
    });
    lanes.put(WorkKey::Question(Lane::FindMembers), find(1, "z"));
    begins.recv_timeout(LONG).unwrap();
    lanes.put(WorkKey::Question(Lane::FindMembers), find(2, "zh"));
    let WorkerEvent::Reply(Reply::Answered(ticket, Ok(AnyAnswer::FindMembers(_)))) = inbox.recv_timeout(LONG).unwrap()
    else {
        panic!("no answer")
    };
    assert_eq!(ticket, Ticket(2));
    lanes.close();
    reader.join().unwrap();
}

#[test]
fn what_takes_long_is_answered_by_its_own_reader() {
    let (_world, opening) = store();
    let (wait, desk) = (Wait::new().unwrap(), opening.desk().unwrap());
    let (workers, inbox) = Workers::start(desk, &opening, wait.waker()).unwrap();
    let ask = |ticket, question: AnyQuestion| workers.ask(Effect::Ask(Ticket(ticket), question));
    assert_eq!(ask(1, ShowBoard { base: "*".to_owned(), as_of: None, whole: true }.into()), None);
    let board = inbox.recv_timeout(LONG).unwrap();
    let WorkerEvent::Reply(Reply::Answered(Ticket(1), Ok(AnyAnswer::ShowBoard(board)))) = board else {
        panic!("{board:?}")
    };
    assert_eq!((board.members, board.cuts.is_err()), (0, true), "an empty store");
    assert_eq!(workers.ask(Effect::Stop(Lane::ShowBoard)), None);
    assert_eq!(workers.ask(Effect::DropColumns), None);
    ask(2, ShowTrend { base: "*".to_owned(), as_of: None }.into());
    let trend = inbox.recv_timeout(LONG).unwrap();
    let is_answered = matches!(trend, WorkerEvent::Reply(Reply::Answered(Ticket(2), Ok(AnyAnswer::ShowTrend(_)))));
    assert!(is_answered, "{trend:?}");
}

/// Sixty members with a purchase each, and one more in whose list the scores show.
fn bring_in_sixty(desk: &mut Desk) {
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    for n in 0..60 {
        writeln!(rows, "M{n},2026-{:02}-{:02},{}", 1 + n % 6, 1 + n % 28, 10 + n * 7 % 90).unwrap();
    }
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    desk.import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, clock::now()).unwrap();
}

/// Lets the workers work until something holds.
fn until(inbox: &Receiver<WorkerEvent>, what: &str, holds: impl Fn() -> bool) {
    let deadline = std::time::Instant::now() + LONG;
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "{what}");
        // News of something else is no harm; a moment without any is a moment in which they work.
        drop(inbox.recv_timeout(Duration::from_millis(5)));
    }
}

#[test]
fn what_everybody_together_says_is_learnt_when_nothing_else_is_to_do() {
    let (_world, opening) = store();
    let opening = DeskOpening { few: 10, ..opening };
    let mut elsewhere = opening.desk().unwrap();
    bring_in_sixty(&mut elsewhere);
    let shown = |desk: &mut Desk| {
        let found =
            ask(desk, FindMembers { query: "M7".to_owned(), limit: 1, as_of: None, with_month: false }).unwrap();
        found.rows[0].rfm
    };
    assert_eq!(shown(&mut elsewhere), None, "nobody has learnt anything yet");
    let (wait, desk) = (Wait::new().unwrap(), opening.desk().unwrap());
    let (workers, inbox) = Workers::start(desk, &opening, wait.waker()).unwrap();
    until(&inbox, "learnt after the start", || !elsewhere.cuts_are_old(clock::now()).unwrap());
    assert!(shown(&mut elsewhere).is_some());
    // What was written makes it old, and the next idle moment learns again.
    workers.ask(commit(&mut elsewhere, "second", 1));
    until(&inbox, "learnt after a write", || {
        names(&opening) == ["second"] && !elsewhere.cuts_are_old(clock::now()).unwrap()
    });
    drop(workers);
    assert!(shown(&mut elsewhere).is_some());
    assert_eq!(ask(&mut elsewhere, VerifyFile::default()).unwrap().wrong, None);
}

#[test]
fn a_small_store_has_nothing_to_learn() {
    let (_world, opening) = store();
    let mut elsewhere = opening.desk().unwrap();
    bring_in_sixty(&mut elsewhere);
    assert!(!elsewhere.cuts_are_old(clock::now()).unwrap());
    let lanes = Arc::new(Lanes::new());
    let (news, inbox) = mpsc::channel();
    let out = Outbox { news, waker: Wait::new().unwrap().waker() };
    reader::learn(&lanes);
    let saved = Effect::Ask(Ticket(1), ListSavedFilters { as_of: None }.into());
    lanes.put(WorkKey::Question(Lane::ListSavedFilters), ReadJob::Do(saved));
    let (served, its) = (Arc::clone(&lanes), opening.clone());
    let reader = std::thread::spawn(move || read(ServedBy::ColumnsReader, None, &its, &served, &out));
    assert!(matches!(inbox.recv_timeout(LONG).unwrap(), WorkerEvent::Reply(Reply::Answered(Ticket(1), Ok(_)))));
    lanes.close();
    reader.join().unwrap();
    elsewhere.learn_above(10);
    assert!(elsewhere.cuts_are_old(clock::now()).unwrap(), "nothing was kept");
}

#[test]
fn a_list_is_written_to_a_file_that_was_not_there() {
    let (world, opening) = store();
    let mut desk = opening.desk().unwrap();
    let path = world.path().with_file_name("all.csv").display().to_string();
    let export = |query: &str, path: &str| {
        let list = MemberListQuery { query: query.to_owned(), ..MemberListQuery::default() };
        let export = Export::Members(MembersExport { list, ..MembersExport::default() });
        Effect::Perform(Ticket(1), Box::new(Task::Export { export, path: path.to_owned() }))
    };
    let performed = |result| Some(Reply::Performed(Ticket(1), Ok(result)));
    let written = answer(&mut desk, export("*", &path), clock::now());
    assert_eq!(written, performed(TaskResult::MembersExported { path: path.clone(), rows: 0 }));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("\u{feff}member_no,name,tier,"));
    let again = answer(&mut desk, export("*", &path), clock::now());
    assert_eq!(again, performed(TaskResult::FileExists(path.clone())));
    let wrong = format!("{path}.2");
    let refused = answer(&mut desk, export("tier:nothing", &wrong), clock::now());
    assert!(matches!(refused, Some(Reply::Performed(_, Err(Failure::Refused(_))))), "{refused:?}");
    assert!(!std::fs::exists(&wrong).unwrap(), "no empty file is left behind");
    let export = Export::Feedback(FeedbackListQuery::default());
    let feedback = Effect::Perform(Ticket(1), Box::new(Task::Export { export, path: wrong.clone() }));
    let written = answer(&mut desk, feedback.clone(), clock::now());
    assert_eq!(written, performed(TaskResult::FeedbackExported { path: wrong.clone(), rows: 0 }));
    assert_eq!(answer(&mut desk, feedback, clock::now()), performed(TaskResult::FileExists(wrong)), "as of members");
}

#[test]
fn a_file_that_is_moved_away_is_told_once_and_neither_written_nor_mistaken_for_its_successor() {
    let (world, opening) = store();
    let (wait, mut elsewhere) = (Wait::new().unwrap(), opening.desk().unwrap());
    let write = commit(&mut elsewhere, "lost", 1);
    let desk = opening.desk().unwrap();
    let (news, inbox) = mpsc::channel();
    let outbox = Outbox { news, waker: wait.waker() };
    let its = DeskOpening { files: desk.files(), ..opening.clone() };
    let mut writer = Writer::new(desk, its.clone(), Arc::default(), outbox.clone(), Arc::new(Lanes::new()));
    let away = world.path().with_file_name("away.db");
    std::fs::rename(world.path(), &away).unwrap();
    std::fs::write(world.path(), "another file").unwrap();
    writer.take(WriteJob::Look);
    writer.take(WriteJob::Look);
    writer.take(WriteJob::Do(write));
    let lookup = crate::domain::question::IsRecorded { op: uuid::Uuid::nil() };
    writer.take(WriteJob::Do(Effect::Ask(Ticket(2), lookup.into())));
    let told: Vec<WorkerEvent> = inbox.try_iter().collect();
    assert!(
        matches!(
            &told[..],
            [
                WorkerEvent::FileLost(Failure::Trouble(_)),
                WorkerEvent::Reply(Reply::Committed(Ticket(1), Err(Failure::Trouble(_)))),
                WorkerEvent::Reply(Reply::Answered(Ticket(2), Err(Failure::Trouble(_)))),
            ]
        ),
        "{told:?}"
    );
    assert_eq!(std::fs::read_to_string(world.path()).unwrap(), "another file");
    // A reader that opens the file at its first question opens no other one.
    let lanes = Arc::new(Lanes::new());
    lanes.put(WorkKey::Question(Lane::ShowTrend), {
        ReadJob::Do(Effect::Ask(Ticket(3), ShowTrend { base: "*".to_owned(), as_of: None }.into()))
    });
    let served = Arc::clone(&lanes);
    let reader = std::thread::spawn(move || read(ServedBy::ColumnsReader, None, &its, &served, &outbox));
    let refused = inbox.recv_timeout(LONG).unwrap();
    lanes.close();
    reader.join().unwrap();
    let is_refused = matches!(refused, WorkerEvent::Reply(Reply::Answered(Ticket(3), Err(Failure::Trouble(_)))));
    assert!(is_refused, "{refused:?}");
}

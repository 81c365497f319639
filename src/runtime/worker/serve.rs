//! One effect that is for the desk and what comes of it: what the threads of the console run, and what a test without threads
//! runs too.

use super::reply::screen_result;
use crate::app::Effect;
use crate::desk::Desk;
use crate::desk::approve_here::ApprovalSubject;
use crate::desk::ask::ScanWatch;
use crate::desk::error::{DeskError, StoreError};
use crate::desk::export_csv::{CsvMark, Existing, ExportError};
use crate::documents::report::{ReportContent, page};
use crate::documents::{self, export::ExportDoc};
use crate::domain::day::{Day, Instant};
use crate::domain::export::Export;
use crate::domain::import::intake::ImportPlan;
use crate::domain::num::MemberId;
use crate::domain::op::reveal::RevealedField;
use crate::domain::question::{AnyQuestion, ExamineFile, ShowLost, ShowOverview, ShowPoints, TryImport};
use crate::domain::target_rows::target_rows;
use crate::runtime::environment;
use crate::shell::effect::{ApprovalWish, Task};
use crate::shell::failure::Failure;
use crate::shell::msg::{Reply, TaskResult};
use crate::text::Words;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Does what is for the desk. `None` where it was stopped, where nothing is answered, or where it is none of the desk's.
pub fn answer(desk: &mut Desk, effect: Effect, now: Instant) -> Option<Reply> {
    answer_watched(desk, effect, now, &mut ())
}

/// The same of what may take long.
pub(super) fn answer_watched(
    desk: &mut Desk,
    effect: Effect,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<Reply> {
    Some(match effect {
        Effect::Ask(ticket, question) => {
            let operator = desk.operator().clone();
            Reply::Answered(ticket, screen_result(desk.ask_any(&operator, at_home(question), now, watch))?)
        }
        Effect::Commit { ticket, plan, key } => {
            Reply::Committed(ticket, screen_result(desk.commit(&plan, Some(&key), now).map(Box::new))?)
        }
        Effect::Approve { ticket, wish, name, pin, key } => {
            let subject = match &*wish {
                ApprovalWish::Plan(plan) => ApprovalSubject::Plan(plan),
                ApprovalWish::Request(request, seen) => ApprovalSubject::Request(*request, seen.as_deref()),
            };
            let done = desk.approve_here(subject, &name, &pin, Some(&key), now);
            Reply::Committed(ticket, screen_result(done.map(Box::new))?)
        }
        Effect::Perform(ticket, task) => Reply::Performed(ticket, perform(desk, *task, now, watch)?),
        Effect::WarmLists(as_of) => {
            // Members' records are read elsewhere and shall show the same scores. What fails here shows there.
            drop(desk.learn_cuts(as_of, now, watch));
            drop(desk.warm_lists());
            return None;
        }
        Effect::DropColumns => {
            desk.drop_columns();
            return None;
        }
        Effect::Stop(_) | Effect::StopTask(_) | Effect::Copy(_) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => {
            return None;
        }
    })
}

fn perform(
    desk: &mut Desk,
    task: Task,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<Result<TaskResult, Failure>> {
    match task {
        Task::SaveFilter { name, query } => {
            screen_result(desk.save_filter(&name, &query, now).map(|()| TaskResult::FilterSaved(name)))
        }
        Task::Unlock(pin) => screen_result(desk.unlock(&pin, now).map(|()| TaskResult::Unlocked)),
        Task::DeleteFilter(name) => {
            screen_result(desk.drop_filter(&name, now).map(|_| TaskResult::FilterDeleted(name)))
        }
        Task::Export { export, path } => write_csv(desk, &export, &path, now, watch),
        Task::Report { base, as_of, lang, path } => {
            write_report(desk, (base, as_of, Words::new(lang)), &path, now, watch)
        }
        Task::Import(mut plan) => {
            plan.path = absolute(&plan.path).display().to_string();
            screen_result(desk.import_file(&plan, watch, now).map(|tally| TaskResult::Imported(Box::new(tally))))
        }
        Task::SignCheckpoint { path } => sign_checkpoint(desk, &path, now),
        Task::Audit(intent) => {
            let kind = intent.kind();
            screen_result(desk.perform(&intent, None, now).map(|_| TaskResult::AuditRecorded(kind)))
        }
        Task::Reveal { member, reason } => {
            let shown = desk.reveal(member, RevealedField::Contact, &reason, None, now);
            screen_result(shown.map(|(_, _, profile)| TaskResult::Revealed(Box::new(profile))))
        }
        Task::ExportMember { member, path } => write_member(desk, member, &path, now),
    }
}

/// Exports a list to a file that was not there.
fn write_csv(
    desk: &mut Desk,
    export: &Export,
    path: &str,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<Result<TaskResult, Failure>> {
    let file = absolute(path);
    let path = file.display().to_string();
    let written = desk.export(export, &file, Existing::Keep, CsvMark::default(), now, watch);
    let done = written.map(|done| match export {
        Export::Members(_) | Export::Care(_) => TaskResult::MembersExported { path: path.clone(), rows: done.rows },
        Export::Feedback(_) => TaskResult::FeedbackExported { path: path.clone(), rows: done.rows },
    });
    told(&file, path, done)
}

/// What came of writing a file that was not there; that there is such a file is no failure.
fn told(file: &Path, path: String, written: Result<TaskResult, ExportError>) -> Option<Result<TaskResult, Failure>> {
    match written {
        Ok(done) => Some(Ok(done)),
        Err(ExportError::Exists) => Some(Ok(TaskResult::FileExists(path))),
        Err(ExportError::File(error)) => screen_result(Err(StoreError::io(file, &error).into())),
        Err(ExportError::Desk(error)) => screen_result(Err(error)),
    }
}

/// Writes a text to a file that was not there. It is made once the file can be.
fn write_text(
    desk: &mut Desk,
    path: &str,
    text: impl FnOnce(&mut Desk) -> Result<String, ExportError>,
    done: impl FnOnce(String) -> TaskResult,
) -> Option<Result<TaskResult, Failure>> {
    let file = absolute(path);
    let path = file.display().to_string();
    let write = || -> Result<(), ExportError> {
        let mut to = desk.new_file(&file, Existing::Keep, None)?;
        to.write_all(text(desk)?.as_bytes())?;
        Ok(to.finish()?)
    };
    let written = write();
    told(&file, path.clone(), written.map(|()| done(path)))
}

/// Saves the figures as a page to a file that was not there.
fn write_report(
    desk: &mut Desk,
    (base, as_of, words): (String, Option<Day>, Words),
    path: &str,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<Result<TaskResult, Failure>> {
    let text = |desk: &mut Desk| report(desk, (&base, as_of, words), now, watch).map_err(ExportError::Desk);
    write_text(desk, path, text, TaskResult::ReportSaved)
}

fn report(
    desk: &mut Desk,
    (base, as_of, words): (&str, Option<Day>, Words),
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Result<String, DeskError> {
    let operator = desk.operator().clone();
    let figures = ShowOverview { base: base.to_owned(), as_of };
    let overview = desk.ask_watched(&operator, figures, now, &mut *watch)?;
    let points = desk.ask_watched(&operator, ShowPoints { base: base.to_owned(), as_of }, now, &mut *watch)?;
    let lost = desk.ask_watched(&operator, ShowLost { base: base.to_owned(), as_of }, now, watch)?;
    let programs = desk.programs()?;
    let targets = if base == "*" { target_rows(&programs, &overview, &points) } else { Vec::new() };
    Ok(page(&ReportContent {
        words,
        program: &programs.newest().program,
        scope: (base != "*").then_some(base),
        overview: &overview,
        points: &points,
        targets: &targets,
        lost: &lost,
    }))
}

/// Writes everything that is known of a member to a file that was not there.
fn write_member(desk: &mut Desk, member: MemberId, path: &str, now: Instant) -> Option<Result<TaskResult, Failure>> {
    let text = |desk: &mut Desk| {
        let export = desk.export_member(member, now).map_err(ExportError::Desk)?;
        Ok(documents::pretty(&ExportDoc::new(&export)).map_err(io::Error::other)?)
    };
    write_text(desk, path, text, TaskResult::MemberExported)
}

/// Signs the newest checkpoint into a file that was not there.
fn sign_checkpoint(desk: &mut Desk, path: &str, now: Instant) -> Option<Result<TaskResult, Failure>> {
    let file = absolute(path);
    let path = file.display().to_string();
    match desk.write_checkpoint(&file, now) {
        Err(DeskError::Store(StoreError::Exists(_))) => Some(Ok(TaskResult::FileExists(path))),
        written => screen_result(written.map(|key| TaskResult::CheckpointSigned { path, key: key.to_string() })),
    }
}

/// A question about a file, with the whole path of what was typed.
fn at_home(mut question: AnyQuestion) -> AnyQuestion {
    if let AnyQuestion::ExamineFile(ExamineFile { path, .. })
    | AnyQuestion::TryImport(TryImport { plan: ImportPlan { path, .. } }) = &mut question
    {
        *path = absolute(path).display().to_string();
    }
    question
}

/// `~/` is the home folder, as in a shell; else where the program was started.
fn absolute(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").and_then(|rest| environment::home().map(|home| home.join(rest)));
    let path = home.unwrap_or_else(|| PathBuf::from(path));
    std::path::absolute(&path).unwrap_or(path)
}

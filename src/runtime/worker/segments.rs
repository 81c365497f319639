//! The segments pane's own reader: one thread with a desk of its own, so that everybody's columns are in memory once, and a
//! long question is in nobody else's way. What takes long tells how far it is, and stops where it is asked to.

use super::lanes::{Interrupt, Lanes};
use super::reply::screen_result;
use super::{Opening, Outbox, WorkerEvent, clock};
use crate::desk::ask::ScanWatch;
use crate::desk::export_csv::{Existing, ExportError};
use crate::desk::{Desk, Stopwatch};
use crate::domain::day::Instant;
use crate::domain::export::{Export as Exports, MembersExport};
use crate::domain::question::{
    CountMembers, ListMembers, ListSavedFilters, MemberListQuery, ShowBoard, ShowCohorts, ShowModels, ShowTransitions,
    ShowTrend,
};
use crate::runtime::environment;
use crate::shell::asking::segments::Export;
use crate::shell::asking::segments::{
    SegmentsLane, SegmentsQuery, SegmentsReply, SegmentsRequest, SegmentsWriteResult,
};
use crate::shell::failure::Failure;
use crate::shell::msg::Reply;
use crate::shell::ticket::Ticket;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Time between two tellings of how far something is.
const TELL: Duration = Duration::from_millis(100);

/// What waits for the reader. Leaving has a place of its own, so that it waits for what runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkKey {
    Lane(SegmentsLane),
    /// Writes stand in a row; none overtakes another.
    Write(Ticket),
    Warm,
    Leave,
    Learn,
}

#[derive(Debug)]
pub(super) enum Job {
    Ask(SegmentsRequest),
    /// Learn the cut points of today, where those that are kept are too old.
    Learn,
}

/// The way to the reader.
pub(super) type Questions = Lanes<WorkKey, Job>;

/// Hands something to the reader.
pub(super) fn put(lanes: &Questions, ask: SegmentsRequest) {
    let place = match &ask {
        SegmentsRequest::Stop(lane) => return lanes.stop(WorkKey::Lane(*lane)),
        SegmentsRequest::Warm(_) => WorkKey::Warm,
        SegmentsRequest::Leave => {
            lanes.stop(WorkKey::Warm);
            WorkKey::Leave
        }
        SegmentsRequest::Question(ticket, question) => match question.lane() {
            SegmentsLane::Write => WorkKey::Write(*ticket),
            lane => WorkKey::Lane(lane),
        },
    };
    lanes.put(place, Job::Ask(ask));
}

/// Has the reader learn, when it has nothing else to do, what members' lists and files show of everybody's scores.
pub(super) fn learn(lanes: &Questions) {
    lanes.put(WorkKey::Learn, Job::Learn);
}

/// Serves the pane until the lanes are closed. The desk is opened at the first question.
pub(super) fn read(opening: &Opening, lanes: &Questions, out: &Outbox) {
    let stop = Arc::new(AtomicBool::new(false));
    let waiting: Interrupt = {
        let stop = Arc::clone(&stop);
        Arc::new(move || stop.store(true, Ordering::Release))
    };
    let mut desk: Option<Desk> = None;
    let mut interrupt = waiting;
    let mut is_looked_at = false;
    while let Some(taken) = lanes.take(&interrupt) {
        if desk.is_none() {
            match opening.desk() {
                Ok(opened) => {
                    let (handle, stop) = (opened.interrupter(), Arc::clone(&stop));
                    interrupt = Arc::new(move || {
                        stop.store(true, Ordering::Release);
                        handle.interrupt();
                    });
                    desk = Some(opened);
                }
                Err(error) => return out.send(WorkerEvent::NoDesk(error)),
            }
        }
        let Some(desk) = desk.as_mut() else { return };
        let ticket = match &taken.job {
            Job::Ask(SegmentsRequest::Question(ticket, _)) => *ticket,
            Job::Ask(SegmentsRequest::Stop(_) | SegmentsRequest::Warm(_) | SegmentsRequest::Leave) | Job::Learn => {
                Ticket::default()
            }
        };
        let mut watch = ProgressReporter { ticket, stop: &stop, out, last: Stopwatch::start() };
        let answer = match taken.job {
            Job::Ask(ask) => {
                is_looked_at = ask != SegmentsRequest::Leave;
                answer(desk, ask, clock::now(), &mut watch)
            }
            Job::Learn => {
                learn_now(desk, is_looked_at, &stop);
                None
            }
        };
        let wanted = lanes.finish(taken.lane);
        // Nobody stops what does not run: the next question begins unstopped.
        stop.store(false, Ordering::Release);
        desk.go_on();
        if let (true, Some(answer)) = (wanted, answer) {
            out.send(WorkerEvent::Reply(Reply::Segments(answer)));
        }
    }
}

/// What can't be learnt now is learnt another time: lists show no scores until then.
fn learn_now(desk: &mut Desk, is_looked_at: bool, stop: &AtomicBool) {
    let now = clock::now();
    if desk.cuts_are_old(now).unwrap_or(false) {
        drop(desk.learn_cuts(None, now, &mut StopOnlyWatch(stop)));
        if !is_looked_at {
            desk.drop_columns();
        }
    }
}

/// Tells nobody, and the desk whether to stop.
struct StopOnlyWatch<'a>(&'a AtomicBool);

impl ScanWatch for StopOnlyWatch<'_> {
    fn stop(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Tells the screen how far a question is, and the desk whether to stop.
struct ProgressReporter<'a> {
    ticket: Ticket,
    stop: &'a AtomicBool,
    out: &'a Outbox,
    last: Stopwatch,
}

impl ScanWatch for ProgressReporter<'_> {
    fn progress(&mut self, done: u64, total: u64) {
        if self.last.elapsed() >= TELL {
            self.last = Stopwatch::start();
            let progress = SegmentsReply::Progress { ticket: self.ticket, done, total };
            self.out.send(WorkerEvent::Reply(Reply::Segments(progress)));
        }
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

/// Answers the pane. `None` where it was interrupted, or where there is nothing to answer.
pub(super) fn answer(
    desk: &mut Desk,
    ask: SegmentsRequest,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<SegmentsReply> {
    let (ticket, question) = match ask {
        SegmentsRequest::Question(ticket, question) => (ticket, question),
        SegmentsRequest::Leave => {
            desk.drop_columns();
            return None;
        }
        SegmentsRequest::Warm(as_of) => {
            // Members' files are read elsewhere and shall show the same scores. What fails here shows there.
            drop(desk.learn_cuts(as_of, now, watch));
            drop(desk.warm_lists());
            return None;
        }
        SegmentsRequest::Stop(_) => return None,
    };
    let operator = &desk.operator().clone();
    Some(match question {
        SegmentsQuery::Board { as_of, whole } => {
            let board = desk.ask_watched(operator, ShowBoard { as_of, whole }, now, watch);
            SegmentsReply::Board(ticket, screen_result(board)?)
        }
        SegmentsQuery::Saved(as_of) => SegmentsReply::Saved(
            ticket,
            screen_result(desk.ask_watched(operator, ListSavedFilters { as_of }, now, watch))?,
        ),
        SegmentsQuery::Trend(as_of) => {
            SegmentsReply::Trend(ticket, screen_result(desk.ask_watched(operator, ShowTrend { as_of }, now, watch))?)
        }
        SegmentsQuery::Cohorts(as_of) => SegmentsReply::Cohorts(
            ticket,
            screen_result(desk.ask_watched(operator, ShowCohorts { as_of }, now, watch))?,
        ),
        SegmentsQuery::Moves(from, to) => SegmentsReply::Moves(
            ticket,
            screen_result(desk.ask_watched(operator, ShowTransitions { from, to }, now, watch))?,
        ),
        SegmentsQuery::Fitted(as_of) => {
            SegmentsReply::Fitted(ticket, screen_result(desk.ask_watched(operator, ShowModels { as_of }, now, watch))?)
        }
        SegmentsQuery::Page { query, as_of, sort, rows } => {
            let list = MemberListQuery { query, sort, as_of };
            SegmentsReply::Page(
                ticket,
                screen_result(desk.ask_watched(operator, ListMembers { list, rows }, now, watch))?,
            )
        }
        SegmentsQuery::Count { query, as_of } => SegmentsReply::Count(
            ticket,
            screen_result(desk.ask_watched(operator, CountMembers { query, as_of }, now, watch))?,
        ),
        SegmentsQuery::Save { name, query } => {
            let saved = desk.save_filter(&name, &query, now);
            SegmentsReply::Wrote(ticket, screen_result(saved.map(|()| SegmentsWriteResult::Saved(name)))?)
        }
        SegmentsQuery::Forget(name) => {
            let forgot = desk.drop_filter(&name);
            SegmentsReply::Wrote(ticket, screen_result(forgot.map(|_| SegmentsWriteResult::Forgot(name)))?)
        }
        SegmentsQuery::Export(export) => SegmentsReply::Wrote(ticket, exported(desk, &export, now, watch)?),
    })
}

/// Writes a list to a file that was not there.
fn exported(
    desk: &mut Desk,
    export: &Export,
    now: Instant,
    watch: &mut dyn ScanWatch,
) -> Option<Result<SegmentsWriteResult, Failure>> {
    let path = absolute(&export.path);
    let shown = path.display().to_string();
    let list = MemberListQuery { query: export.query.clone(), sort: export.sort, as_of: export.as_of };
    let (consent, unmasked) = (export.consent.clone(), export.whole);
    let export = Exports::Members(MembersExport { list, consent, unmasked, limit: None, with_value: false });
    Some(match desk.export(&export, &path, Existing::Keep, now, watch) {
        Ok(done) => Ok(SegmentsWriteResult::Exported { path: shown, rows: done.rows }),
        Err(ExportError::Exists) => Ok(SegmentsWriteResult::Exists(shown)),
        Err(ExportError::File(error)) => Err(Failure::Trouble(format!("{shown}: {error}"))),
        Err(ExportError::Desk(error)) => Err(screen_result::<()>(Err(error))?.err()?),
    })
}

/// `~/` is the home folder, as in a shell; else where the program was started.
pub(super) fn absolute(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").and_then(|rest| environment::home().map(|home| home.join(rest)));
    let path = home.unwrap_or_else(|| PathBuf::from(path));
    std::path::absolute(&path).unwrap_or(path)
}

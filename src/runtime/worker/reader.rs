//! A thread that serves questions with a desk of its own. What takes long tells how far it is, and stops where it is asked to.

use super::lanes::{Interrupt, LaneJob, Lanes};
use super::reply::refused;
use super::{DeskOpening, Outbox, WorkerEvent, clock};
use crate::app::Effect;
use crate::desk::ask::ScanWatch;
use crate::desk::error::DeskError;
use crate::desk::{Desk, Stopwatch};
use crate::domain::question::{Lane, ServedBy};
use crate::shell::msg::Reply;
use crate::shell::ticket::Ticket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Time between two tellings of how far something is.
const TELL: Duration = Duration::from_millis(100);

/// What a job overtakes: an older one of the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkKey {
    Question(Lane),
    /// Tasks stand in a row; none overtakes another.
    Task(Ticket),
    WarmLists,
    /// Has a key of its own, so that it waits for what runs.
    DropColumns,
    LearnCuts,
}

impl WorkKey {
    /// Which thread does its jobs.
    fn served_by(self) -> ServedBy {
        match self {
            Self::Question(lane) => lane.served_by(),
            Self::Task(_) | Self::WarmLists | Self::DropColumns | Self::LearnCuts => ServedBy::ColumnsReader,
        }
    }
}

#[derive(Debug)]
pub(super) enum ReadJob {
    /// Do what the screen wants.
    Do(Effect),
    /// Learn the cut points of today, where those that are kept are too old.
    LearnCuts,
}

/// The way to the readers.
pub(super) type ReadJobs = Lanes<WorkKey, ReadJob>;

/// Has a reader learn, when it has nothing else to do, what members' lists and records show of everybody's scores.
pub(super) fn learn(jobs: &ReadJobs) {
    jobs.put(WorkKey::LearnCuts, ReadJob::LearnCuts);
}

/// Where a reader's jobs come from, and where its answers go.
pub(super) struct Reader<'a> {
    pub serves: ServedBy,
    pub opening: &'a DeskOpening,
    pub jobs: &'a ReadJobs,
    pub out: &'a Outbox,
}

impl Reader<'_> {
    /// Does jobs until there will be no more. Without a desk it opens one at its first job. `answer` is what it does with an
    /// effect.
    pub fn run(
        &self,
        mut desk: Option<Desk>,
        mut answer: impl FnMut(&mut Desk, Effect, &mut dyn ScanWatch) -> Option<Reply>,
    ) {
        let stop = Arc::new(AtomicBool::new(false));
        let mut interrupt = interrupt(desk.as_ref(), &stop);
        let mut is_looked_at = false;
        while let Some(taken) = self.jobs.take(|key| key.served_by() == self.serves, &interrupt) {
            let desk = match &mut desk {
                Some(desk) => desk,
                None => match self.opening.desk() {
                    Ok(opened) => {
                        interrupt = self::interrupt(Some(&opened), &stop);
                        desk.insert(opened)
                    }
                    Err(error) => {
                        self.refuse(taken, error);
                        continue;
                    }
                },
            };
            let reply = match taken.job {
                ReadJob::Do(effect) => {
                    is_looked_at = effect != Effect::DropColumns;
                    let mut watch = ProgressReporter::new(&effect, &stop, self.out);
                    answer(desk, effect, &mut watch)
                }
                ReadJob::LearnCuts => {
                    learn_now(desk, is_looked_at, &stop);
                    None
                }
            };
            // Until it is given back, a job may still be interrupted; the next one has not been yet.
            let wanted = self.jobs.finish(taken.lane);
            stop.store(false, Ordering::Release);
            desk.go_on();
            if let (true, Some(reply)) = (wanted, reply) {
                self.out.send(WorkerEvent::Reply(reply));
            }
        }
    }
}

impl Reader<'_> {
    /// Says of a job that there is no desk to do it.
    fn refuse(&self, taken: LaneJob<WorkKey, ReadJob>, error: DeskError) {
        let wanted = self.jobs.finish(taken.lane);
        let reply = match taken.job {
            ReadJob::Do(effect) => refused(&effect, error),
            ReadJob::LearnCuts => None,
        };
        if let (true, Some(reply)) = (wanted, reply) {
            self.out.send(WorkerEvent::Reply(reply));
        }
    }
}

/// What stops a reader: what it does itself, and what its desk does.
fn interrupt(desk: Option<&Desk>, stop: &Arc<AtomicBool>) -> Interrupt {
    let (stop, interrupter) = (Arc::clone(stop), desk.map(Desk::interrupter));
    Arc::new(move || {
        stop.store(true, Ordering::Release);
        if let Some(interrupter) = &interrupter {
            interrupter.interrupt();
        }
    })
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

impl<'a> ProgressReporter<'a> {
    fn new(effect: &Effect, stop: &'a AtomicBool, out: &'a Outbox) -> Self {
        let ticket = match effect {
            Effect::Ask(ticket, _)
            | Effect::Perform(ticket, _)
            | Effect::Commit { ticket, .. }
            | Effect::Approve { ticket, .. } => *ticket,
            Effect::Stop(_)
            | Effect::StopTask(_)
            | Effect::WarmLists(_)
            | Effect::DropColumns
            | Effect::Copy(_)
            | Effect::Mouse(_)
            | Effect::Suspend
            | Effect::Quit => Ticket::default(),
        };
        Self { ticket, stop, out, last: Stopwatch::start() }
    }
}

impl ScanWatch for ProgressReporter<'_> {
    fn progress(&mut self, done: u64, total: u64) {
        if self.last.elapsed() >= TELL {
            self.last = Stopwatch::start();
            let progress = Reply::Progress { ticket: self.ticket, done, total };
            self.out.send(WorkerEvent::Reply(progress));
        }
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

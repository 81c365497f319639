//! The threads that talk to the file, so that the screen's thread never does: two readers that serve the lanes, one reader
//! for segments, and one writer. Each has a desk of its own.

mod lanes;
mod reply;
mod segments;
mod serve;
mod writer;

pub use serve::answer;

use super::clock;
use super::wait::Waker;
use crate::app::Effect;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::operator::Operator;
use crate::shell::asking::feedback::FeedbackQuery;
use crate::shell::msg::Reply;
use lanes::{Interrupt, Lanes};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{Builder, JoinHandle};
use writer::{WriteJob, Writer};

#[derive(Debug)]
pub enum WorkerEvent {
    Reply(Reply),
    /// Somebody else has written to the file.
    FileChanged,
    /// A worker could not open the file.
    NoDesk(DeskError),
    /// A worker panicked; the panic hook has the words.
    Died,
}

/// Where the file is and who works with it: what each thread opens its desk with.
#[derive(Debug, Clone)]
pub struct Opening {
    pub path: PathBuf,
    pub operator: Operator,
    /// Stores of more members than this have learnt, when nothing else is to do, what everybody together says.
    pub few: u64,
}

impl Opening {
    /// A desk for the thread that asks.
    pub fn desk(&self) -> Result<Desk, DeskError> {
        let mut desk = Desk::open(&self.path, self.operator.clone())?;
        desk.learn_above(self.few);
        Ok(desk)
    }
}

/// What a question may overtake: an older one like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DeskLane {
    Find,
    Open,
    Plan,
    PlanUndo,
    Why,
    Queue,
    Case,
    Count,
    Scores,
    Counted,
}

/// The running threads. Dropping them interrupts the readers and waits for the write in flight.
pub struct Workers {
    lanes: Arc<Lanes<DeskLane, Effect>>,
    segments: Arc<segments::Questions>,
    writer: Option<Sender<WriteJob>>,
    looking: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// A worker's way to the screen's thread.
#[derive(Clone)]
struct Outbox {
    news: Sender<WorkerEvent>,
    waker: Waker,
}

impl Outbox {
    fn send(&self, news: WorkerEvent) {
        // A screen that has ended needs no news.
        let _ = self.news.send(news);
        self.waker.wake();
    }
}

impl Workers {
    /// Starts the threads. The first reader takes the desk that is open already, the others open theirs while the first
    /// frame is drawn.
    pub fn start(desk: Desk, opening: &Opening, waker: Waker) -> io::Result<(Self, Receiver<WorkerEvent>)> {
        let (news, inbox) = mpsc::channel();
        let outbox = Outbox { news, waker };
        let (writer, jobs) = mpsc::channel();
        let mut workers = Self {
            lanes: Arc::new(Lanes::new()),
            segments: Arc::new(Lanes::new()),
            writer: Some(writer),
            looking: Arc::default(),
            threads: Vec::new(),
        };
        for (name, desk) in [("reader", Some(desk)), ("second reader", None)] {
            let (lanes, opening, out) = (Arc::clone(&workers.lanes), opening.clone(), outbox.clone());
            workers.spawn(name, &outbox, move || match desk.map_or_else(|| opening.desk(), Ok) {
                Ok(desk) => read(desk, &lanes, &out, |desk, effect| answer(desk, effect, clock::now())),
                Err(error) => out.send(WorkerEvent::NoDesk(error)),
            })?;
        }
        let (lanes, its_opening, out) = (Arc::clone(&workers.segments), opening.clone(), outbox.clone());
        workers.spawn("segments", &outbox, move || segments::read(&its_opening, &lanes, &out))?;
        let (looking, opening, out) = (Arc::clone(&workers.looking), opening.clone(), outbox.clone());
        let segments = Arc::clone(&workers.segments);
        workers.spawn("writer", &outbox, move || match opening.desk() {
            Ok(desk) => Writer::new(desk, opening, looking, out, segments).run(&jobs),
            Err(error) => out.send(WorkerEvent::NoDesk(error)),
        })?;
        Ok((workers, inbox))
    }

    fn spawn(&mut self, name: &str, outbox: &Outbox, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.threads.push(spawn(name, outbox, body)?);
        Ok(())
    }

    /// Hands an effect to the thread that can do it; gives it back where it is none of the desk's.
    pub fn ask(&self, effect: Effect) -> Option<Effect> {
        let lane = match effect {
            Effect::Find { .. } => DeskLane::Find,
            Effect::Open { .. } => DeskLane::Open,
            Effect::Plan { .. } => DeskLane::Plan,
            Effect::PlanUndo { .. } => DeskLane::PlanUndo,
            Effect::Why { .. } => DeskLane::Why,
            Effect::Feedback(ref ask) => match ask {
                // Nothing overtakes what is to stay on the disk.
                FeedbackQuery::Export { .. } => {
                    self.tell_writer(WriteJob::Do(effect));
                    return None;
                }
                FeedbackQuery::Rows { .. } => DeskLane::Queue,
                FeedbackQuery::Case { .. } => DeskLane::Case,
                FeedbackQuery::Count { .. } => DeskLane::Count,
                FeedbackQuery::Scores { .. } => DeskLane::Scores,
                FeedbackQuery::Counted { .. } => DeskLane::Counted,
            },
            Effect::Commit { .. } | Effect::LookUp { .. } => {
                self.tell_writer(WriteJob::Do(effect));
                return None;
            }
            Effect::Segments(ask) => {
                segments::put(&self.segments, ask);
                return None;
            }
            Effect::Copy(_) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => return Some(effect),
        };
        self.lanes.put(lane, effect);
        None
    }

    /// Has the writer look whether somebody else has written; asking again before it has looked costs nothing.
    pub fn look(&self) {
        if !self.looking.swap(true, Ordering::AcqRel) {
            self.tell_writer(WriteJob::Look);
        }
    }

    /// Tells the writer that another business day has begun: it brings what that made stale up to date when it has nothing
    /// else to do.
    pub fn new_day(&self) {
        self.tell_writer(WriteJob::Tidy);
    }

    fn tell_writer(&self, job: WriteJob) {
        if let Some(writer) = &self.writer {
            // A writer that has ended has told why, and that ends the console.
            let _ = writer.send(job);
        }
    }
}

/// A named thread whose panic is news.
fn spawn(name: &str, outbox: &Outbox, body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    let outbox = outbox.clone();
    let guarded = move || {
        if catch_unwind(AssertUnwindSafe(body)).is_err() {
            outbox.send(WorkerEvent::Died);
        }
    };
    Builder::new().name(name.to_owned()).spawn(guarded)
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.lanes.close();
        self.segments.close();
        self.writer = None;
        for thread in self.threads.drain(..) {
            // A panic has been told as news.
            let _ = thread.join();
        }
    }
}

/// Serves the lanes until they are closed.
fn read(
    mut desk: Desk,
    lanes: &Lanes<DeskLane, Effect>,
    out: &Outbox,
    mut answer: impl FnMut(&mut Desk, Effect) -> Option<Reply>,
) {
    let interrupter = desk.interrupter();
    let interrupt: Interrupt = Arc::new(move || interrupter.interrupt());
    while let Some(taken) = lanes.take(&interrupt) {
        let reply = answer(&mut desk, taken.job);
        // Until it is given back, the question may still be interrupted; the next one has not been yet.
        let wanted = lanes.finish(taken.lane);
        desk.go_on();
        if let (true, Some(reply)) = (wanted, reply) {
            out.send(WorkerEvent::Reply(reply));
        }
    }
}

#[cfg(test)]
mod tests;

//! The threads that talk to the file, so that the screen's thread never does: two readers for what has to be there at once, one
//! reader for long scans, and one writer. Each has a desk of its own.

mod lanes;
mod reader;
mod reply;
mod serve;
mod writer;

pub use serve::answer;

use super::clock;
use super::wait::Waker;
use crate::app::Effect;
use crate::desk::error::DeskError;
use crate::desk::{Desk, OpenFiles, SessionPass};
use crate::domain::export::Export;
use crate::domain::operator::Operator;
use crate::domain::question::ServedBy;
use crate::shell::effect::Task;
use crate::shell::failure::Failure;
use crate::shell::msg::Reply;
use lanes::Lanes;
use reader::{ReadJob, ReadJobs, Reader, WorkKey};
use serve::answer_watched;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use writer::{WriteJob, Writer};

#[derive(Debug)]
pub enum WorkerEvent {
    Reply(Reply),
    /// Somebody else has written to the file.
    FileChanged,
    /// What is written would not reach the file any more.
    FileLost(Failure),
    /// It would again.
    FileFound,
    /// A worker could not open the file.
    NoDesk(DeskError),
    /// A worker panicked; the panic hook has the words.
    Died,
}

/// Where the file is and who works with it: what each thread opens its desk with.
#[derive(Debug, Clone)]
pub struct DeskOpening {
    pub path: PathBuf,
    pub operator: Operator,
    /// The session of the console, where the file has operators.
    pub pass: Option<SessionPass>,
    /// Stores of more members than this have learnt, when nothing else is to do, what everybody together says.
    pub few: u64,
    /// The folder of the keys that sign checkpoints; `None` where there is none to be had.
    pub keys: Option<PathBuf>,
    /// Which files it has to be, once one thread has them open: another that has its name by then is none of theirs.
    pub files: Option<OpenFiles>,
}

impl DeskOpening {
    /// A desk for the thread that asks.
    pub fn desk(&self) -> Result<Desk, DeskError> {
        // Asked before it is opened: the log of the one that was there would be taken for the log of the other.
        if let Some(files) = self.files {
            files.must_be_at(&self.path)?;
        }
        let mut desk = Desk::open(&self.path, self.operator.clone())?;
        // And when it is open: somebody may have replaced it in between.
        if let Some(files) = self.files {
            files.must_be_at(&self.path)?;
        }
        if let Some(pass) = &self.pass {
            desk.present(pass.clone(), clock::now())?;
        }
        desk.learn_above(self.few);
        desk.keys_in(self.keys.clone());
        if let Some(folder) = &self.keys {
            desk.keep_mark_in(folder)?;
        }
        Ok(desk)
    }
}

/// The running threads. Dropping them interrupts the readers and waits for the write in flight.
pub struct Workers {
    jobs: Arc<ReadJobs>,
    writer: Option<Sender<WriteJob>>,
    looking: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    /// What the writer saw of the file when it had nothing more to do.
    last_look: Arc<Mutex<Option<DeskError>>>,
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
    pub fn start(desk: Desk, opening: &DeskOpening, waker: Waker) -> io::Result<(Self, Receiver<WorkerEvent>)> {
        let opening = &DeskOpening { files: desk.files(), ..opening.clone() };
        let (news, inbox) = mpsc::channel();
        let outbox = Outbox { news, waker };
        let (writer, write_jobs) = mpsc::channel();
        let mut workers = Self {
            jobs: Arc::new(Lanes::new()),
            writer: Some(writer),
            looking: Arc::default(),
            threads: Vec::new(),
            last_look: Arc::default(),
        };
        for (name, desk) in [("reader", Some(desk)), ("second reader", None)] {
            let (jobs, opening, out) = (Arc::clone(&workers.jobs), opening.clone(), outbox.clone());
            workers.spawn(name, &outbox, move || match desk.map_or_else(|| opening.desk(), Ok) {
                Ok(desk) => read(ServedBy::Readers, Some(desk), &opening, &jobs, &out),
                Err(error) => out.send(WorkerEvent::NoDesk(error)),
            })?;
        }
        let (jobs, its_opening, out) = (Arc::clone(&workers.jobs), opening.clone(), outbox.clone());
        workers.spawn("segments", &outbox, move || read(ServedBy::ColumnsReader, None, &its_opening, &jobs, &out))?;
        let (looking, opening, out) = (Arc::clone(&workers.looking), opening.clone(), outbox.clone());
        let (jobs, last_look) = (Arc::clone(&workers.jobs), Arc::clone(&workers.last_look));
        workers.spawn("writer", &outbox, move || match opening.desk() {
            Ok(desk) => {
                let lost = Writer::new(desk, opening, looking, out, jobs).run(&write_jobs);
                *last_look.lock().unwrap_or_else(PoisonError::into_inner) = lost;
            }
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
        let key = match &effect {
            Effect::Ask(_, question) => match question.lane().served_by() {
                ServedBy::Readers | ServedBy::ColumnsReader => WorkKey::Question(question.lane()),
                ServedBy::Writer => {
                    self.tell_writer(WriteJob::Do(effect));
                    return None;
                }
            },
            Effect::Stop(lane) => {
                self.jobs.stop(WorkKey::Question(*lane));
                return None;
            }
            Effect::StopTask(ticket) => {
                self.jobs.stop(WorkKey::Task(*ticket));
                return None;
            }
            Effect::Perform(ticket, task) => match **task {
                Task::SaveFilter { .. }
                | Task::DeleteFilter(_)
                | Task::Import(_)
                | Task::Report { .. }
                | Task::Export { export: Export::Members(_) | Export::Care(_), .. } => WorkKey::Task(*ticket),
                // It takes no scan, and need not wait for one.
                Task::Export { export: Export::Feedback(_), .. }
                | Task::ExportMember { .. }
                | Task::Reveal { .. }
                | Task::SignCheckpoint { .. }
                | Task::Audit(_)
                | Task::Unlock(_) => {
                    self.tell_writer(WriteJob::Do(effect));
                    return None;
                }
            },
            Effect::Commit { .. } | Effect::Approve { .. } => {
                self.tell_writer(WriteJob::Do(effect));
                return None;
            }
            Effect::WarmLists(_) => WorkKey::WarmLists,
            Effect::DropColumns => {
                self.jobs.stop(WorkKey::WarmLists);
                WorkKey::DropColumns
            }
            Effect::Copy(_) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => return Some(effect),
        };
        self.jobs.put(key, ReadJob::Do(effect));
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

    /// Interrupts the readers, waits for the write in flight, and answers why what was saved does not reach the file any more,
    /// where that is so by now.
    pub fn finish(&mut self) -> Option<DeskError> {
        self.jobs.close();
        self.writer = None;
        for thread in self.threads.drain(..) {
            // A panic has been told as news.
            let _ = thread.join();
        }
        self.last_look.lock().unwrap_or_else(PoisonError::into_inner).take()
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
        self.finish();
    }
}

/// Serves questions until nobody asks any more.
fn read(serves: ServedBy, desk: Option<Desk>, opening: &DeskOpening, jobs: &ReadJobs, out: &Outbox) {
    let reader = Reader { serves, opening, jobs, out };
    reader.run(desk, |desk, effect, watch| answer_watched(desk, effect, clock::now(), watch));
}

#[cfg(test)]
mod tests;

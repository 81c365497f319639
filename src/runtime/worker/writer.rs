//! The thread that writes, and what it does when there is nothing to write.

use super::reader::{self, ReadJobs};
use super::reply::screen_result;
use super::{DeskOpening, Outbox, WorkerEvent, answer, clock};
use crate::app::Effect;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::question::AnyQuestion;
use crate::shell::failure::Failure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long nothing must be asked before the writer tidies up, so that it is never in the way of a job at the desk.
const PAUSE: Duration = Duration::from_secs(2);
/// How often an idle console looks whether another one has written: what others did is on the screen within two seconds.
const LOOK: Duration = Duration::from_secs(1);

pub(super) enum WriteJob {
    /// Write, or look up a write.
    Do(Effect),
    /// Look whether somebody else has written.
    Look,
    /// Days have passed over cached states.
    Tidy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CleanupStage {
    /// Cached states that days have passed over, then what follows.
    States,
    /// The search index, then the log.
    Search,
    /// The log that writes have left beside the file.
    Log,
    /// Nothing: the writer sleeps until it is asked.
    Nothing,
}

pub(super) struct Writer {
    desk: Desk,
    opening: DeskOpening,
    looking: Arc<AtomicBool>,
    out: Outbox,
    /// Its own commits do not count in its own `data_version`, so what changes there is somebody else's.
    version: Option<i64>,
    /// What the screen has been told of a file that can't be written any more; `None` while it can.
    lost: Option<Failure>,
    untidy: CleanupStage,
    pause: Duration,
    jobs: Arc<ReadJobs>,
}

impl Writer {
    pub(super) fn new(
        desk: Desk,
        opening: DeskOpening,
        looking: Arc<AtomicBool>,
        out: Outbox,
        jobs: Arc<ReadJobs>,
    ) -> Self {
        let version = desk.data_version().ok();
        let untidy = CleanupStage::States;
        Self { desk, opening, looking, out, version, lost: None, untidy, pause: PAUSE, jobs }
    }

    /// Works until nobody is left to ask. What has been asked by then is still done. Answers what a last look at the file has
    /// found, where what was saved does not reach it any more.
    pub(super) fn run(mut self, jobs: &Receiver<WriteJob>) -> Option<DeskError> {
        loop {
            let job = match self.untidy {
                CleanupStage::Nothing => jobs.recv_timeout(LOOK),
                CleanupStage::States | CleanupStage::Search | CleanupStage::Log => jobs.recv_timeout(self.pause),
            };
            match job {
                Ok(job) => {
                    self.pause = PAUSE;
                    self.take(job);
                }
                Err(RecvTimeoutError::Timeout) if self.untidy == CleanupStage::Nothing => self.look(),
                Err(RecvTimeoutError::Timeout) => {
                    self.tidy();
                }
                Err(RecvTimeoutError::Disconnected) => return self.file_lost(),
            }
        }
    }

    pub(super) fn take(&mut self, job: WriteJob) {
        match job {
            WriteJob::Do(effect) => self.write(effect),
            WriteJob::Look => {
                self.looking.store(false, Ordering::Release);
                self.look();
            }
            WriteJob::Tidy => self.untidy = CleanupStage::States,
        }
    }

    /// Tells the console where somebody else has written.
    fn look(&mut self) {
        if let Some(error) = self.file_lost() {
            return self.lost(error);
        }
        if self.lost.take().is_some() {
            self.out.send(WorkerEvent::FileFound);
        }
        // What can't be seen now the next look may see.
        if let Ok(version) = self.desk.data_version()
            && self.version != Some(version)
        {
            self.version = Some(version);
            self.out.send(WorkerEvent::FileChanged);
        }
    }

    /// Why what is saved does not reach the file any more, where that is so.
    fn file_lost(&self) -> Option<DeskError> {
        let looked = self.desk.data_version().err();
        looked.filter(|error| matches!(error, DeskError::Store(error) if error.is_of_file_lost()))
    }

    /// Tells the screen, once, what has become of the file: every write will say it again.
    fn lost(&mut self, error: DeskError) {
        let failure = screen_result::<()>(Err(error)).and_then(Result::err);
        if let Some(failure) = failure.filter(|failure| self.lost.as_ref() != Some(failure)) {
            self.lost = Some(failure.clone());
            self.out.send(WorkerEvent::FileLost(failure));
        }
    }

    fn write(&mut self, effect: Effect) {
        // The connection of a write whose outcome is unknown may be in any state: look with a fresh one.
        if let (Effect::Ask(_, AnyQuestion::IsRecorded(_)), Ok(fresh)) = (&effect, self.opening.desk()) {
            self.version = fresh.data_version().ok();
            self.desk = fresh;
        }
        if self.untidy == CleanupStage::Nothing {
            self.untidy = CleanupStage::Search;
        }
        if let Some(reply) = answer(&mut self.desk, effect, clock::now()) {
            self.out.send(WorkerEvent::Reply(reply));
        }
    }

    /// One slice of it; a job that has come meanwhile is taken before the next.
    /// Tidies one slice, so that a job which has come meanwhile is taken before the next. Whether there is more.
    pub(super) fn tidy(&mut self) -> bool {
        let left = match self.untidy {
            CleanupStage::States => self.desk.refresh_stale(clock::now()).map(|more| (more, CleanupStage::Search)),
            CleanupStage::Search => self.desk.tend_search().map(|more| (more, CleanupStage::Log)),
            CleanupStage::Log | CleanupStage::Nothing => {
                self.desk.checkpoint_idle().map(|()| (false, CleanupStage::Nothing))
            }
        };
        // Readers do without tidiness, so an error is no news: somebody else may be writing. The next write or day tries again.
        self.untidy = match left {
            Ok((true, _)) => self.untidy,
            Ok((false, next)) => next,
            Err(_) => CleanupStage::Nothing,
        };
        self.pause = Duration::ZERO;
        if self.untidy == CleanupStage::Nothing {
            reader::learn(&self.jobs);
        }
        self.untidy != CleanupStage::Nothing
    }
}

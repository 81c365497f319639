//! The thread that writes, and what it does when there is nothing to write.

use super::segments::{self, Questions};
use super::{News, Opening, Outbox, answer, clock};
use crate::app::Effect;
use crate::desk::Desk;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long nothing must be asked before the writer tidies up, so that it is never in the way of a job at the desk.
const PAUSE: Duration = Duration::from_secs(2);

/// What the writer is asked.
pub(super) enum Write {
    /// Write, or look up a write.
    Do(Effect),
    /// Look whether somebody else has written.
    Look,
    /// Days have passed over cached states.
    Tidy,
}

/// What is left to tidy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Untidy {
    /// Cached states that days have passed over, then what follows.
    States,
    /// The search index, then the log.
    Search,
    /// The log that writes have left beside the file.
    Log,
    /// Nothing: the writer sleeps until it is asked.
    Nothing,
}

/// The writer.
pub(super) struct Writer {
    desk: Desk,
    opening: Opening,
    looking: Arc<AtomicBool>,
    out: Outbox,
    /// Its own commits do not count in its own `data_version`, so what changes there is somebody else's.
    version: Option<i64>,
    untidy: Untidy,
    pause: Duration,
    segments: Arc<Questions>,
}

impl Writer {
    pub(super) fn new(
        desk: Desk,
        opening: Opening,
        looking: Arc<AtomicBool>,
        out: Outbox,
        segments: Arc<Questions>,
    ) -> Self {
        let version = desk.data_version().ok();
        Self { desk, opening, looking, out, version, untidy: Untidy::States, pause: PAUSE, segments }
    }

    /// Works until nobody is left to ask. What has been asked by then is still done.
    pub(super) fn run(mut self, jobs: &Receiver<Write>) {
        loop {
            let job = match self.untidy {
                Untidy::Nothing => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                _ => jobs.recv_timeout(self.pause),
            };
            match job {
                Ok(job) => {
                    self.pause = PAUSE;
                    self.take(job);
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.tidy();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub(super) fn take(&mut self, job: Write) {
        match job {
            Write::Do(effect) => self.write(effect),
            Write::Look => {
                self.looking.store(false, Ordering::Release);
                let version = self.desk.data_version().ok();
                if version.is_some() && version != self.version {
                    self.version = version;
                    self.out.send(News::FileChanged);
                }
            }
            Write::Tidy => self.untidy = Untidy::States,
        }
    }

    fn write(&mut self, effect: Effect) {
        // The connection of a write whose outcome is unknown may be in any state: look with a fresh one.
        if let (Effect::LookUp { .. }, Ok(fresh)) = (&effect, self.opening.desk()) {
            self.version = fresh.data_version().ok();
            self.desk = fresh;
        }
        if self.untidy == Untidy::Nothing {
            self.untidy = Untidy::Search;
        }
        if let Some(reply) = answer(&mut self.desk, effect, clock::now()) {
            self.out.send(News::Reply(reply));
        }
    }

    /// One slice of it; a job that has come meanwhile is taken before the next.
    /// Tidies one slice, so that a job which has come meanwhile is taken before the next. Whether there is more.
    pub(super) fn tidy(&mut self) -> bool {
        let left = match self.untidy {
            Untidy::States => self.desk.refresh_stale(clock::now()).map(|more| (more, Untidy::Search)),
            Untidy::Search => self.desk.tend_search().map(|more| (more, Untidy::Log)),
            Untidy::Log | Untidy::Nothing => self.desk.checkpoint_idle().map(|()| (false, Untidy::Nothing)),
        };
        // Readers do without tidiness, so an error is no news: somebody else may be writing. The next write or day tries again.
        self.untidy = match left {
            Ok((true, _)) => self.untidy,
            Ok((false, next)) => next,
            Err(_) => Untidy::Nothing,
        };
        self.pause = Duration::ZERO;
        if self.untidy == Untidy::Nothing {
            segments::learn(&self.segments);
        }
        self.untidy != Untidy::Nothing
    }
}

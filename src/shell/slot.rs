//! Something asked for: the question under way, the newest answer, and why there is none.

use crate::domain::day::Instant;
use crate::shell::failure::Failure;
use crate::shell::ticket::Ticket;

/// How long something may take before the screen says that it works, in milliseconds.
const LATE_MS: i64 = 150;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingQuery {
    pub ticket: Ticket,
    pub since: Instant,
    /// How much is done of how much, where that is known.
    pub progress: Option<(u64, u64)>,
}

impl PendingQuery {
    /// A question that is asked now.
    pub fn new(ticket: Ticket, now: Instant) -> Self {
        Self { ticket, since: now, progress: None }
    }

    /// When the screen says that it works.
    pub fn late_at(&self) -> Instant {
        Instant(self.since.0 + LATE_MS)
    }

    /// Whether the screen says that it works.
    pub fn is_late(&self, now: Instant) -> bool {
        now >= self.late_at()
    }

    /// How much is done, in percent.
    pub fn percent(&self) -> Option<u64> {
        self.progress.filter(|(_, total)| *total > 0).map(|(done, total)| (done.saturating_mul(100) / total).min(100))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswerReason {
    Failed(Failure),
    Stopped,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Slot<T> {
    pub job: Option<PendingQuery>,
    /// The newest answer.
    pub shown: Option<T>,
    /// Why there is none to the newest question.
    pub failed: Option<NoAnswerReason>,
    /// Whether something may have changed since.
    pub stale: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { job: None, shown: None, failed: None, stale: true }
    }
}

impl<T> Slot<T> {
    /// Begins to wait for an answer.
    pub fn begin(&mut self, ticket: Ticket, now: Instant) {
        self.job = Some(PendingQuery::new(ticket, now));
        (self.failed, self.stale) = (None, false);
    }

    /// Takes an answer, if it is the one waited for. Says whether it was.
    pub fn take(&mut self, ticket: Ticket, result: Result<T, Failure>) -> bool {
        if self.job.take_if(|job| job.ticket == ticket).is_none() {
            return false;
        }
        match result {
            Ok(answer) => self.shown = Some(answer),
            Err(failure) => self.failed = Some(NoAnswerReason::Failed(failure)),
        }
        true
    }

    pub fn stop(&mut self) {
        if self.job.take().is_some() {
            self.failed = Some(NoAnswerReason::Stopped);
        }
    }

    /// Waits no more, but wants it still. Says whether something was under way.
    pub fn give_up(&mut self) -> bool {
        let under_way = self.job.take().is_some();
        self.stale |= under_way;
        under_way
    }

    /// Remembers how far the question under way is.
    pub fn progress(&mut self, ticket: Ticket, done: u64, total: u64) {
        if let Some(job) = self.job.as_mut().filter(|job| job.ticket == ticket) {
            job.progress = Some((done, total));
        }
    }

    /// Whether the answer shown is being asked for anew, for so long that it is shown as outdated.
    pub fn is_outdated(&self, now: Instant) -> bool {
        self.failed.is_some() || self.job.is_some_and(|job| job.is_late(now))
    }
}

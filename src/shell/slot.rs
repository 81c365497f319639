//! Something asked of the desk: the question under way, the newest answer with the question it answers, and why there is none.

use super::effect::Effect;
use super::failure::Failure;
use super::msg::Reply;
use super::ticket::Ticket;
use crate::domain::day::Instant;
use crate::domain::question::{AnyAnswer, Lane, Question};

/// How long something may take before the screen says that it works, in milliseconds.
const LATE_MS: i64 = 150;

/// A question under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingQuestion {
    pub ticket: Ticket,
    pub since: Instant,
    /// How much is done of how much, where that is known.
    pub progress: Option<(u64, u64)>,
}

impl PendingQuestion {
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

/// An answer with its question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<Q: Question> {
    pub question: Q,
    pub answer: Q::Answer,
}

/// Something asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<Q: Question> {
    /// The newest question, whether or not it has been answered.
    pub asked: Option<Q>,
    /// Where the newest question stands while it is under way.
    pub pending: Option<PendingQuestion>,
    /// The newest answer; it may answer an older question.
    pub shown: Option<Answered<Q>>,
    /// Why there is no answer to the newest question.
    pub failed: Option<NoAnswerReason>,
    /// Whether something may have changed since.
    pub stale: bool,
}

impl<Q: Question> Default for Slot<Q> {
    fn default() -> Self {
        Self { asked: None, pending: None, shown: None, failed: None, stale: true }
    }
}

impl<Q: Question> Slot<Q> {
    /// Asks, and waits for the answer. What is shown stays.
    pub fn ask(&mut self, question: Q, ticket: Ticket, now: Instant) -> Effect {
        self.asked = Some(question.clone());
        self.pending = Some(PendingQuestion { ticket, since: now, progress: None });
        (self.failed, self.stale) = (None, false);
        Effect::Ask(ticket, question.into())
    }

    /// Takes an answer, where it is the one waited for. Says whether it was.
    pub fn take(&mut self, ticket: Ticket, result: Result<AnyAnswer, Failure>) -> bool {
        if self.pending.take_if(|pending| pending.ticket == ticket).is_none() {
            return false;
        }
        match result.map(Q::answer_from) {
            Ok(answer) => {
                let answered = self.asked.clone().zip(answer);
                self.shown = answered.map(|(question, answer)| Answered { question, answer }).or(self.shown.take());
            }
            Err(failure) => self.failed = Some(NoAnswerReason::Failed(failure)),
        }
        true
    }

    /// Whether an answer with this ticket would be taken.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.pending.is_some_and(|pending| pending.ticket == ticket)
    }

    /// Takes no answer to the question under way any more, and has no failure to show.
    pub fn forget_pending(&mut self) {
        (self.pending, self.failed) = (None, None);
    }

    pub fn answer(&self) -> Option<&Q::Answer> {
        self.shown.as_ref().map(|shown| &shown.answer)
    }

    /// The question that the newest answer answers.
    pub fn answered(&self) -> Option<&Q> {
        self.shown.as_ref().map(|shown| &shown.question)
    }

    /// Why the desk did not answer the newest question.
    pub fn failure(&self) -> Option<&Failure> {
        match self.failed.as_ref()? {
            NoAnswerReason::Failed(failure) => Some(failure),
            NoAnswerReason::Stopped => None,
        }
    }

    /// Whether what is shown answers the newest question.
    pub fn is_current(&self) -> bool {
        self.pending.is_none() && self.failed.is_none() && self.shown.is_some()
    }

    /// Whether the question under way takes so long that the screen says so.
    pub fn is_late(&self, now: Instant) -> bool {
        self.pending.is_some_and(|pending| pending.is_late(now))
    }

    /// Whether the answer shown is being asked for anew, for so long that it is shown as outdated.
    pub fn is_outdated(&self, now: Instant) -> bool {
        self.failed.is_some() || self.is_late(now)
    }
}

/// Offers an answer to one slot after the other, until one waits for it. Gives it back where none does.
pub fn offer<'a>(slots: impl IntoIterator<Item = &'a mut dyn AnySlot>, reply: Reply) -> Option<Reply> {
    slots.into_iter().try_fold(reply, |left, slot| slot.offer(left))
}

/// A slot whatever it asks.
pub trait AnySlot {
    /// The lane of its question.
    fn lane(&self) -> Lane;

    fn pending(&self) -> Option<&PendingQuestion>;

    /// Gives up waiting, and says so.
    fn stop(&mut self);

    /// Waits no more, but wants the answer still. Says whether something was under way.
    fn give_up(&mut self) -> bool;

    /// Something may have changed: the question is to be put again.
    fn outdate(&mut self);

    /// Takes an answer, or how far the question is, where that is what it waits for; gives it back where it is not.
    fn offer(&mut self, reply: Reply) -> Option<Reply>;
}

impl<Q: Question> AnySlot for Slot<Q> {
    fn lane(&self) -> Lane {
        Q::LANE
    }

    fn pending(&self) -> Option<&PendingQuestion> {
        self.pending.as_ref()
    }

    fn stop(&mut self) {
        if self.pending.take().is_some() {
            self.failed = Some(NoAnswerReason::Stopped);
        }
    }

    fn give_up(&mut self) -> bool {
        let under_way = self.pending.take().is_some();
        self.stale |= under_way;
        under_way
    }

    fn outdate(&mut self) {
        self.stale = true;
    }

    fn offer(&mut self, reply: Reply) -> Option<Reply> {
        match reply {
            Reply::Answered(ticket, result) if self.waits_for(ticket) => {
                self.take(ticket, result);
            }
            Reply::Progress { ticket, done, total } if self.waits_for(ticket) => {
                self.pending = self.pending.map(|pending| PendingQuestion { progress: Some((done, total)), ..pending });
            }
            other => return Some(other),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::question::CountMembers;

    const NOW: Instant = Instant(1_000);

    fn count(query: &str) -> CountMembers {
        CountMembers { query: query.to_owned(), as_of: None }
    }

    fn answer(n: u64) -> AnyAnswer {
        AnyAnswer::CountMembers(n)
    }

    #[test]
    fn only_the_newest_question_is_answered_and_the_old_answer_stays_meanwhile() {
        let mut slot = Slot::<CountMembers>::default();
        assert!(slot.stale && !slot.is_current());
        slot.ask(count("a"), Ticket(1), NOW);
        assert!(slot.take(Ticket(1), Ok(answer(5))) && slot.is_current());
        slot.ask(count("b"), Ticket(2), NOW);
        slot.ask(count("c"), Ticket(3), NOW);
        assert!(!slot.take(Ticket(2), Ok(answer(6))), "overtaken");
        assert_eq!((slot.answer(), slot.answered(), slot.is_current()), (Some(&5), Some(&count("a")), false));
        assert!(slot.take(Ticket(3), Ok(answer(7))));
        assert_eq!(
            (slot.answer(), slot.answered(), slot.asked.as_ref()),
            (Some(&7), Some(&count("c")), Some(&count("c")))
        );
        assert!(!slot.take(Ticket(3), Ok(answer(8))), "once");
    }

    fn both<'a>(one: &'a mut Slot<CountMembers>, other: &'a mut Slot<CountMembers>) -> [&'a mut dyn AnySlot; 2] {
        [one, other]
    }

    #[test]
    fn an_answer_goes_to_the_slot_that_waits_for_it() {
        let (mut one, mut other) = (Slot::<CountMembers>::default(), Slot::<CountMembers>::default());
        let asked = [one.ask(count("a"), Ticket(1), NOW), other.ask(count("b"), Ticket(2), NOW)];
        assert_eq!(asked[1], Effect::Ask(Ticket(2), count("b").into()));
        assert_eq!(offer(both(&mut one, &mut other), Reply::Answered(Ticket(2), Ok(answer(5)))), None);
        assert_eq!((one.answer(), other.answer()), (None, Some(&5)));
        let nobodys = Reply::Answered(Ticket(3), Ok(answer(6)));
        assert_eq!(offer(both(&mut one, &mut other), nobodys.clone()), Some(nobodys));
    }

    #[test]
    fn a_failure_leaves_what_was_shown_and_goes_with_the_next_question() {
        let mut slot = Slot::<CountMembers>::default();
        slot.ask(count("a"), Ticket(1), NOW);
        slot.take(Ticket(1), Ok(answer(5)));
        slot.ask(count("b"), Ticket(2), NOW);
        slot.take(Ticket(2), Err(Failure::Busy));
        assert_eq!((slot.failure(), slot.answer(), slot.is_outdated(NOW)), (Some(&Failure::Busy), Some(&5), true));
        slot.ask(count("b"), Ticket(3), NOW);
        assert_eq!((slot.failed.clone(), slot.is_outdated(NOW)), (None, false));
        assert!(slot.is_outdated(Instant(NOW.0 + LATE_MS)), "it takes long");
    }

    #[test]
    fn what_is_stopped_says_so_and_what_is_given_up_is_wanted_still() {
        let mut slot = Slot::<CountMembers>::default();
        slot.ask(count("a"), Ticket(1), NOW);
        let progress = |ticket, done| Reply::Progress { ticket: Ticket(ticket), done, total: 1_000 };
        assert_eq!(slot.offer(progress(9, 1)), Some(progress(9, 1)), "another's");
        assert_eq!(slot.offer(progress(1, 450)), None);
        assert_eq!(slot.pending().and_then(PendingQuestion::percent), Some(45));
        slot.stop();
        assert_eq!((slot.failed.clone(), slot.failure(), slot.stale), (Some(NoAnswerReason::Stopped), None, false));
        assert!(!slot.take(Ticket(1), Ok(answer(5))) && !slot.give_up());
        slot.ask(count("a"), Ticket(2), NOW);
        assert!(slot.give_up() && slot.stale && slot.failed.is_none());
        assert_eq!(slot.lane(), Lane::CountMembers);
    }
}

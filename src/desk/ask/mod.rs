//! The one read door: every question of every operator goes through here, whichever screen, command or program puts it.
//!
//! What answers a question stands with its subject, as `impl Serve<…> for Desk`. It can't be reached but by this door, for only
//! the door makes an [`Asking`].

use super::Desk;
use super::error::DeskError;
use super::subject::shown_day;
use crate::domain::day::Instant;
use crate::domain::operator::Operator;
use crate::domain::question::{AnyAnswer, AnyQuestion, Question, questions};

pub use crate::store::columns::ScanWatch;

/// Who asks, when, and who watches meanwhile.
pub struct Asking<'a> {
    /// Who asks.
    pub(super) operator: &'a Operator,
    /// The time of the question.
    pub(super) now: Instant,
    /// Hears how far a long question is, and may stop it.
    pub(super) watch: &'a mut dyn ScanWatch,
}

/// Answers one kind of question.
pub trait Serve<Q: Question> {
    /// Finds the answer out.
    fn serve(&mut self, question: Q, asking: Asking<'_>) -> Result<Q::Answer, DeskError>;
}

impl Desk {
    /// The answer to a question. A past day to come is refused (`NotYet`).
    pub fn ask<Q: Question>(&mut self, operator: &Operator, question: Q, now: Instant) -> Result<Q::Answer, DeskError>
    where
        Self: Serve<Q>,
    {
        self.ask_watched(operator, question, now, &mut ())
    }

    /// The answer to a question that may take long. Stopped, it ends with `Interrupted`.
    pub fn ask_watched<Q: Question>(
        &mut self,
        operator: &Operator,
        question: Q,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Q::Answer, DeskError>
    where
        Self: Serve<Q>,
    {
        let asking = self.admit(&question, Asking { operator, now, watch })?;
        self.serve(question, asking)
    }

    /// Lets a question in, or says why not. Whatever holds for all questions alike is decided here: which days there are to ask
    /// about, and that a file which another one has replaced is read no more (they would share one log).
    fn admit<'a>(&self, question: &impl Question, asking: Asking<'a>) -> Result<Asking<'a>, DeskError> {
        self.store.must_not_be_replaced()?;
        if let Some(day) = question.as_of() {
            shown_day(Some(day), self.programs()?.zone().day_of(asking.now))?;
        }
        Ok(asking)
    }
}

/// Serves a question of whichever kind; without an `impl Serve` for each line of the registry this does not compile.
macro_rules! serve_any {
    ($($file:ident::$question:ident => $answer:ty, $served_by:ident $(, $day:ident $(. $of:ident)*)?;)*) => {
        impl Desk {
            /// The answer to a question of whichever kind, as [`Desk::ask_watched`] gives it.
            pub fn ask_any(
                &mut self,
                operator: &Operator,
                question: AnyQuestion,
                now: Instant,
                watch: &mut dyn ScanWatch,
            ) -> Result<AnyAnswer, DeskError> {
                match question {
                    $(AnyQuestion::$question(question) => {
                        self.ask_watched(operator, question, now, watch).map(AnyAnswer::$question)
                    })*
                }
            }
        }
    };
}

questions!(serve_any);

//! The one read door: every question of every operator goes through here, whichever screen, command or program puts it.
//!
//! What answers a question stands with its subject, as `impl Serve<…> for Desk`. It can't be reached but by this door, for only
//! the door makes an [`Asking`].

use super::Desk;
use super::actor::Actor;
use super::error::{DeskError, StoreError};
use super::subject::shown_day;
use crate::domain::day::Instant;
use crate::domain::operator::Operator;
use crate::domain::permission::Permission;
use crate::domain::question::{AnyAnswer, AnyQuestion, Question, questions};

pub use crate::store::columns::ScanWatch;

/// Who asks, when, and who watches meanwhile.
pub struct Asking<'a> {
    /// Who asks.
    pub(super) actor: Actor,
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
        let actor = self.admit(&question, operator, now)?;
        self.serve(question, Asking { actor, now, watch })
    }

    /// Lets a question in, or says why not; answers who asks it. Whatever holds for all questions alike is decided here: who may ask,
    /// which days there are to ask about, and that a file which another one has replaced is read no more (they would share one log).
    fn admit<Q: Question>(&self, question: &Q, operator: &Operator, now: Instant) -> Result<Actor, DeskError> {
        self.store.must_not_be_replaced()?;
        let permission = Q::LANE.permission();
        let actor = match self.actor(operator, now) {
            // Where the operators can't be read any more, whoever has the file may find out what is wrong with it.
            Err(DeskError::Store(StoreError::Damaged(_))) if permission == Permission::Verify => {
                Actor::unguarded(operator.clone())
            }
            other => other?,
        };
        actor.check(permission)?;
        if let Some(day) = question.as_of() {
            shown_day(Some(day), self.programs()?.zone().day_of(now))?;
        }
        Ok(actor)
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

//! What the screen shows where the desk did not do as asked.

use crate::domain::lang::Lang;
use crate::domain::plan::outcome::{PlanEffect, Refusal};
use uuid::Uuid;

/// Why the desk did not do as asked, in the screen's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The rules say no.
    Refused(Box<Refusal>),
    /// What the plan was made from has changed, and it would now do something else. Nothing was written.
    Stale { old: Box<PlanEffect>, new: Box<PlanEffect> },
    /// Another console is writing. Nothing was written.
    Busy,
    /// The outcome was unknown for a moment; the operation was found in the journal afterwards: it is done.
    DoneAfterAll { op: Uuid },
    /// Nothing was written.
    NotDone { reason: String },
    /// Nobody knows whether it was written: no further write until it has been looked up.
    Unknown { op: Uuid, reason: String },
    /// Anything else (the disk, a damaged file), as one sentence. Nothing was written.
    Trouble(BilingualText),
}

/// A sentence that was made where nobody knows which language the screen speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilingualText {
    en: String,
    zh: String,
}

impl BilingualText {
    /// The sentence in every language.
    pub fn of(say: impl Fn(Lang) -> String) -> Self {
        Self { en: say(Lang::En), zh: say(Lang::Zh) }
    }

    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// What reads the same in every language: a path and what the system says.
impl From<String> for BilingualText {
    fn from(text: String) -> Self {
        Self { en: text.clone(), zh: text }
    }
}

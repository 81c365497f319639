//! The card on which somebody else approves a change at this console: name and PIN. The session stays whose it is.

use super::effect::{ApprovalWish, Ticket};
use super::failure::Failure;
use crate::domain::plan::outcome::PlanEffect;
use crate::domain::staff::pin::Pin;
use std::fmt;

/// The most that can be typed into a line of the card.
const LONGEST: usize = 64;

/// What is approved, what is typed, and what came of it last.
#[derive(Clone, PartialEq, Eq)]
pub struct ApproverCard {
    pub wish: ApprovalWish,
    /// What the change would do by now, where that is not what was seen.
    pub changed: Option<Box<PlanEffect>>,
    pub name: String,
    typed: String,
    /// Whether the PIN has the keys.
    pub is_at_pin: bool,
    /// The approval that is under way.
    pub asked: Option<Ticket>,
    /// Why the last one was none.
    pub failure: Option<Failure>,
}

/// The PIN is shown nowhere.
impl fmt::Debug for ApproverCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut card = f.debug_struct("ApproverCard");
        card.field("name", &self.name).field("asked", &self.asked).field("failure", &self.failure);
        card.finish_non_exhaustive()
    }
}

impl ApproverCard {
    /// An empty card.
    pub fn new(wish: ApprovalWish) -> Self {
        let (name, typed) = (String::new(), String::new());
        Self { wish, changed: None, name, typed, is_at_pin: false, asked: None, failure: None }
    }

    fn line(&mut self) -> &mut String {
        if self.is_at_pin { &mut self.typed } else { &mut self.name }
    }

    /// Takes a character, as far as there is room.
    pub fn insert(&mut self, c: char) {
        let line = self.line();
        if line.chars().count() < LONGEST {
            line.push(c);
        }
    }

    /// Takes the last character away.
    pub fn erase(&mut self) {
        self.line().pop();
    }

    /// Forgets what stands in the line.
    pub fn clear(&mut self) {
        self.line().clear();
    }

    /// How many characters of the PIN are typed.
    pub fn pin_len(&self) -> usize {
        self.typed.chars().count()
    }

    /// Whether both are typed.
    pub fn is_filled(&self) -> bool {
        !self.name.trim().is_empty() && !self.typed.is_empty()
    }

    /// The PIN, which is forgotten here.
    pub fn take_pin(&mut self) -> Pin {
        Pin::typed(&std::mem::take(&mut self.typed))
    }
}

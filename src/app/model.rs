//! What the screen knows.

use super::effect::{Effect, Ticket};
use super::regions::Regions;
use crate::domain::day::{Day, Instant};
use crate::domain::operator::Operator;
use crate::domain::program::Programs;

/// A language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// How colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Palette {
    /// Colours for a dark ground.
    #[default]
    Dark,
    /// Colours for a light ground.
    Light,
    /// No colours (`NO_COLOR`): bold, dim, underline and reverse video alone.
    Plain,
}

/// A pane of the console. Panes that later issues bring are added here, in the order of their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    /// Search, list and the member's file.
    #[default]
    Members,
    /// Forms that change the member in hand.
    Adjust,
}

impl Pane {
    /// Every pane, in the order of its digit from 1.
    pub const ALL: [Self; 2] = [Self::Members, Self::Adjust];
}

/// A tab of the member's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FileTab {
    /// The points ledger.
    #[default]
    Ledger,
    /// Sales and refunds.
    Purchases,
    /// Operations on the member.
    Journal,
}

impl FileTab {
    /// Every tab, from left to right.
    pub const ALL: [Self; 3] = [Self::Ledger, Self::Purchases, Self::Journal];
}

/// What the console is opened with.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// The file's name, for the title.
    pub file_name: String,
    /// Whether the store is a generated one.
    pub demo: bool,
    /// Who sits here.
    pub operator: Operator,
    /// The programme.
    pub programs: Programs,
    /// The time.
    pub now: Instant,
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub palette: Palette,
    /// Whether the mouse is reported.
    pub mouse: bool,
}

/// Everything the screen knows. Only [`update`](super::update) changes it.
#[derive(Debug, Clone)]
pub struct Model {
    /// What the console was opened with; `now`, `lang`, `palette` and `mouse` are kept current.
    pub setup: Setup,
    /// The business day.
    pub today: Day,
    /// The pane in front.
    pub pane: Pane,
    /// What the last frame showed.
    pub regions: Regions,
    pub(super) last_ticket: Ticket,
}

impl Model {
    /// The console as it opens, and what it asks for first.
    pub fn new(setup: Setup) -> (Self, Vec<Effect>) {
        let today = setup.programs.zone().day_of(setup.now);
        let mut model =
            Self { setup, today, pane: Pane::Members, regions: Regions::default(), last_ticket: Ticket::default() };
        let ticket = model.ticket();
        let first = Effect::Find { ticket, query: String::new(), limit: 50 };
        (model, vec![first])
    }

    /// When the next `Msg::Clock` is due though nobody pressed a key: a toast ends, or midnight of the programme's zone.
    pub fn deadline(&self) -> Option<Instant> {
        Some(self.setup.programs.zone().start_of(self.today.plus_days(1)))
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.last_ticket.0 += 1;
        self.last_ticket
    }
}

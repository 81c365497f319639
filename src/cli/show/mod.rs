//! Answers as text for people: aligned tables, amounts grouped, everything from outside made safe.

pub mod audit;
pub mod clock;
pub mod clv;
pub mod contact;
pub mod explain;
pub mod feedback;
pub mod given;
pub mod ledger;
pub mod list;
pub mod lost;
pub mod member;
pub mod operators;
pub mod overview;
pub mod plan;
pub mod program;
pub mod requests;
pub mod segments;
pub mod stats;
pub mod verify;

use super::table::{RoomRules, Side, Table};
use crate::domain::day::Day;
use crate::domain::program::{Program, Programs};
use crate::text::Words;

/// What every renderer needs: the words, and the programme for names, zone and currency.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub words: Words,
    /// The programme in all its versions.
    pub programs: &'a Programs,
    /// Columns of the terminal that tables fit into; `None`: the answer goes elsewhere, and nothing is cut.
    pub columns: Option<usize>,
}

impl Renderer<'_> {
    /// The newest programme: today's names.
    pub fn program(&self) -> &Program {
        &self.programs.newest().program
    }

    pub fn tier(&self, code: &str) -> String {
        self.words.tier(self.program(), code)
    }

    /// Money with the programme's currency.
    pub fn money(&self, amount: crate::domain::num::Money) -> String {
        self.words.money(self.programs.currency(), amount)
    }
}

/// Labels on the left, what they say on the right.
#[derive(Debug)]
pub struct Sheet(Table<2>);

impl Sheet {
    /// An empty sheet.
    pub fn new() -> Self {
        Self(Table::plain([Side::Left, Side::Left]).giving_way(RoomRules { folds: Some(1), ..RoomRules::default() }))
    }

    /// Adds a line; one that says nothing is left out.
    pub fn line(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            self.0.row([label, text]);
        }
    }

    /// The lines, however wide.
    pub fn lines(&self) -> String {
        self.0.lines()
    }

    /// The lines in so many columns of a terminal; whole without one.
    pub fn fitted(&self, room: Option<usize>) -> String {
        self.0.fitted(room)
    }
}

/// A heading over a right-aligned column.
fn right(text: String) -> (Side, String) {
    (Side::Right, text)
}

/// A heading over a left-aligned column.
fn left(text: String) -> (Side, String) {
    (Side::Left, text)
}

/// A day, or nothing.
fn maybe_day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

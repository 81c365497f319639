//! A filter's conditions as predicates over columns: each takes members out of a mask, condition by condition.

use super::view::ScoredMembers;
use crate::domain::day::Day;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::MemberId;
use crate::domain::program::Program;
use crate::domain::query::{Birthday, Condition, DayField, Number, Predicate, Range, WordField};
use crate::domain::segment::Segment;
use crate::domain::segment_views::SegmentState;
use crate::store::columns::{NO_DAY, Profiles};
use chrono::Datelike;
use std::collections::HashSet;
use std::sync::Arc;

/// Whether a condition needs profile columns.
pub fn needs_profiles(test: &Predicate) -> bool {
    matches!(
        test,
        Predicate::Birthday(_)
            | Predicate::Word(..)
            | Predicate::Day(DayField::Joined, _)
            | Predicate::Ago(DayField::Joined, _)
    )
}

/// Whether a condition needs tiers or points.
pub fn needs_fold(test: &Predicate) -> bool {
    matches!(test, Predicate::Tier(_) | Predicate::Number(Number::Points, _))
}

pub struct FilterInput<'a> {
    pub view: &'a ScoredMembers,
    /// Profile columns, where a condition needs them.
    pub profiles: Option<&'a Profiles>,
    /// Everybody on the other days that conditions ask about.
    pub others: &'a [Arc<ScoredMembers>],
    /// For the order of tiers.
    pub program: &'a Program,
}

impl FilterInput<'_> {
    /// Takes out whoever does not fit a condition.
    pub fn apply(&self, condition: &Condition, mask: &mut [bool]) {
        let keep = !condition.negated;
        let columns = &self.view.columns;
        match &condition.test {
            Predicate::Tier(codes) => {
                let wanted: Vec<u8> =
                    codes.iter().filter_map(|c| u8::try_from(self.program.tier_rank(c)).ok()).collect();
                let table = table(|code| wanted.contains(&code));
                each(mask, keep, &columns.tier, |tier| table[usize::from(*tier)]);
            }
            Predicate::Status(statuses) => {
                let table = table(|code| statuses.iter().any(|s| *s as u8 == code));
                each(mask, keep, &columns.status, |status| table[usize::from(*status)]);
            }
            Predicate::Segment(segments) => self.segment(segments, keep, mask),
            Predicate::Was(places, day) => self.was(places, *day, keep, mask),
            Predicate::Stage(stages) => self.stage(stages, keep, mask),
            Predicate::Number(number, range) => self.number(*number, range, keep, mask),
            Predicate::Day(field, range) => self.day(*field, range, keep, mask),
            Predicate::Ago(field, range) => {
                let day = |n: Option<i64>| n.map(|n| self.view.columns.day.0.saturating_sub(n));
                self.day(*field, &Range { from: day(range.to), to: day(range.from) }, keep, mask);
            }
            Predicate::Birthday(birthday) => self.birthday(*birthday, keep, mask),
            Predicate::Word(field, words) => self.word(*field, words, keep, mask),
        }
    }

    fn segment(&self, segments: &[Segment], keep: bool, mask: &mut [bool]) {
        let scores = &self.view.scores;
        let cell = |r: u8, f: u8| r > 0 && segments.contains(&Segment::of(r, f));
        let cells: [[bool; 6]; 6] = std::array::from_fn(|r| std::array::from_fn(|f| f > 0 && cell(small(r), small(f))));
        for (at, fits) in mask.iter_mut().enumerate() {
            *fits &= cells[usize::from(scores.r[at])][usize::from(scores.f[at])] == keep;
        }
    }

    fn was(&self, places: &[SegmentState], day: Day, keep: bool, mask: &mut [bool]) {
        let Some(then) = self.others.iter().find(|view| view.columns.day == day) else { return };
        let members = &self.view.columns.members;
        for ((at, member), fits) in members.iter().enumerate().zip(mask) {
            // Nearly always everybody has the same place in both.
            let is_there = then.columns.members.get(at) == Some(member);
            let place = if is_there { then.place_at(at) } else { then.place_of(MemberId(*member)) };
            *fits &= places.contains(&place) == keep;
        }
    }

    fn stage(&self, stages: &[LifecycleStage], keep: bool, mask: &mut [bool]) {
        let table = table(|code| stages.iter().any(|s| *s as u8 == code));
        // A stage is of members that there are on the day.
        let columns = &self.view.columns;
        for (at, fits) in mask.iter_mut().enumerate() {
            *fits &= (columns.status[at] > 0 && table[usize::from(columns.stage[at] as u8)]) == keep;
        }
    }

    fn number(&self, number: Number, range: &Range, keep: bool, mask: &mut [bool]) {
        let (columns, scores) = (&self.view.columns, &self.view.scores);
        let (from, to) = (range.from.unwrap_or(i64::MIN), range.to.unwrap_or(i64::MAX));
        let inside = |value: i64| from <= value && value <= to;
        match number {
            Number::Points => each(mask, keep, &columns.balance, |n| inside(*n)),
            Number::Spend => each(mask, keep, &columns.net_spend, |n| inside(*n)),
            Number::Orders => each(mask, keep, &columns.orders, |n| inside(i64::from(*n))),
            Number::R => each(mask, keep, &scores.r, |n| *n > 0 && inside(i64::from(*n))),
            Number::F => each(mask, keep, &scores.f, |n| *n > 0 && inside(i64::from(*n))),
            Number::M => each(mask, keep, &scores.m, |n| *n > 0 && inside(i64::from(*n))),
        }
    }

    fn day(&self, field: DayField, range: &Range, keep: bool, mask: &mut [bool]) {
        let columns = &self.view.columns;
        let column = match (field, self.profiles) {
            (DayField::Last, _) => &columns.last_on,
            (DayField::First, _) => &columns.first_on,
            (DayField::Joined, Some(profiles)) => &profiles.joined_on,
            (DayField::Joined, None) => return,
        };
        let (from, to) = (range.from.unwrap_or(i64::MIN), range.to.unwrap_or(i64::MAX));
        each(mask, keep, column, |n| *n != NO_DAY && from <= i64::from(*n) && i64::from(*n) <= to);
    }

    fn birthday(&self, birthday: Birthday, keep: bool, mask: &mut [bool]) {
        let Some(profiles) = self.profiles else { return };
        let (year, leap) = (self.view.columns.day.date().year(), self.program.birthday.leap);
        // Few days of a year, many members.
        let fits: Vec<bool> = (0..13 * 32)
            .map(|code| {
                let born = (code / 32, code % 32);
                let (month, day) = leap.in_year(born, year);
                match birthday {
                    Birthday::Month(wanted) => code > 0 && month == wanted,
                    Birthday::On(m, d) => (month, day) == (m, d) || born == (m, d),
                }
            })
            .collect();
        each(mask, keep, &profiles.birthday, |code| fits.get(usize::from(*code)).copied().unwrap_or(false));
    }

    fn word(&self, field: WordField, words: &[String], keep: bool, mask: &mut [bool]) {
        let Some(profiles) = self.profiles else { return };
        let by_list = |column: &[u32], mask: &mut [bool]| {
            let fits: Vec<bool> =
                profiles.words.iter().map(|list| list.iter().any(|word| words.contains(word))).collect();
            each(mask, keep, column, |id| fits[*id as usize]);
        };
        // A whole name means that one, a part of one all that have it.
        let by_label = |column: &[u32], mask: &mut [bool]| {
            let names: HashSet<&str> =
                column.iter().filter_map(|id| profiles.labels.get(id)).map(String::as_str).collect();
            let is_meant = |text: &str| {
                words
                    .iter()
                    .any(|word| text == word || (!names.contains(word.as_str()) && text.contains(word.as_str())))
            };
            let fits: Vec<u32> = profiles.labels.iter().filter(|(_, text)| is_meant(text)).map(|(id, _)| *id).collect();
            each(mask, keep, column, |id| fits.contains(id));
        };
        match field {
            WordField::Tag => by_list(&profiles.tags, mask),
            WordField::Consent => by_list(&profiles.consents, mask),
            WordField::Store => by_label(&profiles.store, mask),
            WordField::Channel => by_label(&profiles.channel, mask),
        }
    }
}

fn each<T>(mask: &mut [bool], keep: bool, column: &[T], fits: impl Fn(&T) -> bool) {
    for (stays, value) in mask.iter_mut().zip(column) {
        *stays &= fits(value) == keep;
    }
}

/// What holds for each of 256 codes.
fn table(holds: impl Fn(u8) -> bool) -> [bool; 256] {
    std::array::from_fn(|code| u8::try_from(code).is_ok_and(&holds))
}

fn small(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(0)
}

/// A day of a column.
pub fn day_of(n: i32) -> Option<Day> {
    (n != NO_DAY).then(|| Day(i64::from(n)))
}

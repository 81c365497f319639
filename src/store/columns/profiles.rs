//! What members' rows say, in columns: loaded when the first filter or sort needs it. Always today's.

use super::super::Store;
use super::super::error::StoreError;
use super::{NO_DAY, narrow_day};
use crate::domain::day::Day;
use crate::domain::num::FIRST_JOINED;
use crate::domain::terms::name::Name;
use chrono::Datelike;
use rayon::prelude::*;
use std::collections::HashMap;

/// Profile fields of everybody, in the order of ids.
#[derive(Debug, Clone, Default)]
pub struct Profiles {
    /// Place of each member among all member numbers in order of bytes.
    pub no_rank: Vec<u32>,
    /// Place of each member among all names by sound; names that sound and read alike share one.
    pub name_rank: Vec<u32>,
    /// The day each joined, or [`NO_DAY`].
    pub joined_on: Vec<i32>,
    /// Month × 32 + day of each birthday; 0: unknown.
    pub birthday: Vec<u16>,
    /// Label of the home store; 0: none.
    pub store: Vec<u32>,
    /// Label of the channel; 0: none.
    pub channel: Vec<u32>,
    /// Which of `words` the tags are.
    pub tags: Vec<u32>,
    /// Which of `words` the consents are.
    pub consents: Vec<u32>,
    /// Lists of words in small letters that occur; the first is empty.
    pub words: Vec<Vec<String>>,
    /// Texts of labels in small letters, by label.
    pub labels: HashMap<u32, String>,
}

impl Store {
    /// Reads profile columns of everybody.
    pub fn profiles(&self) -> Result<Profiles, StoreError> {
        let mut out = Profiles { words: vec![Vec::new()], ..Profiles::default() };
        let mut known: HashMap<String, u32> = HashMap::from([(String::new(), 0)]);
        let mut keys: Vec<(String, String)> = Vec::new();
        let sql = "SELECT no, name, joined_on, birthday, store, channel, tags, consents FROM member ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            keys.push((row.get(0)?, row.get(1)?));
            out.joined_on.push(narrow_day(row.get::<_, Option<i64>>(2)?.map(Day)));
            out.birthday.push(row.get::<_, Option<i64>>(3)?.map_or(0, |day| month_and_day(Day(day))));
            out.store.push(row.get(4)?);
            out.channel.push(row.get(5)?);
            for (at, column) in [(6, &mut out.tags), (7, &mut out.consents)] {
                let text = row.get_ref(at)?.as_str().map_err(|e| StoreError::Damaged(e.to_string()))?;
                let id = if let Some(id) = known.get(text) {
                    *id
                } else {
                    let id = u32::try_from(out.words.len()).unwrap_or(0);
                    out.words.push(text.to_lowercase().split('\n').map(str::to_owned).collect());
                    known.insert(text.to_owned(), id);
                    id
                };
                column.push(id);
            }
        }
        out.no_rank = ranks(&keys, |key| &key.0);
        keys.par_iter_mut().for_each(|(_, name)| *name = Name::of_text(name).sort_key());
        out.name_rank = ranks(&keys, |key| &key.1);
        // Members of other files have their labels among those of this one.
        let mut statement = self.db.prepare_cached("SELECT id, text FROM label WHERE id < ?1")?;
        let labels =
            statement.query_map([FIRST_JOINED], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.to_lowercase())))?;
        out.labels = labels.collect::<Result<_, _>>()?;
        Ok(out)
    }
}

/// The place of each text among all, equal texts in one place.
fn ranks(keys: &[(String, String)], of: impl Fn(&(String, String)) -> &String + Sync) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(keys.len()).unwrap_or(u32::MAX)).collect();
    order.par_sort_unstable_by(|a, b| of(&keys[*a as usize]).cmp(of(&keys[*b as usize])));
    let mut ranks = vec![0; keys.len()];
    let mut rank = 0;
    for (n, at) in order.iter().enumerate() {
        if n > 0 && of(&keys[*at as usize]) != of(&keys[order[n - 1] as usize]) {
            rank = u32::try_from(n).unwrap_or(u32::MAX);
        }
        ranks[*at as usize] = rank;
    }
    ranks
}

fn month_and_day(day: Day) -> u16 {
    let date = day.date();
    u16::try_from(date.month() * 32 + date.day()).unwrap_or(0)
}

impl Profiles {
    /// Whether a joined day is known.
    pub fn joined(&self, at: usize) -> Option<i64> {
        Some(self.joined_on[at]).filter(|day| *day != NO_DAY).map(i64::from)
    }
}

//! Why nobody fits what a view is narrowed to: a name that stands for nothing here.

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::query::{Filter, FilterProblem, Predicate, QueryError, WordField, nearest};
use crate::domain::segment::Segment;

impl Desk {
    /// What of a filter that nobody fits names a store, a channel, a saved filter or a segment that there is not, with the nearest
    /// one; `None` where every name is known.
    pub(super) fn unknown_scope(&self, base: &str, filter: &Filter) -> Result<Option<QueryError>, DeskError> {
        let places = self.store.known_places()?;
        for condition in filter.conditions.iter().filter(|condition| !condition.negated) {
            let Predicate::Word(field, words) = &condition.test else { continue };
            let (field, known) = match field {
                WordField::Store => ("store", &places.stores),
                WordField::Channel => ("channel", &places.channels),
                WordField::Tag | WordField::Consent => continue,
            };
            // A part of a name means all that have it.
            let is_known = |word: &str| known.iter().any(|name| name.contains(word));
            if let Some(word) = words.iter().find(|word| !is_known(word)) {
                return Ok(Some(problem(base, field, word, known.iter().map(String::as_str))));
            }
        }
        let ([], [_, ..]) = (filter.conditions.as_slice(), filter.words.as_slice()) else { return Ok(None) };
        let saved = self.store.saved_filters()?;
        let segments = Segment::ALL.into_iter().map(|segment| segment.word().to_owned());
        let all: Vec<String> = saved.into_iter().map(|(name, _)| name).chain(segments).chain(places.stores).collect();
        Ok(Some(problem(base, "in", base.trim(), all.iter().map(String::as_str))))
    }
}

fn problem<'a>(base: &str, field: &str, value: &str, known: impl Iterator<Item = &'a str>) -> QueryError {
    let before = base.find(value).map_or(0, |at| base.get(..at).unwrap_or_default().chars().count());
    let nearest = nearest(value, known);
    let problem = FilterProblem::UnknownValue { field: field.to_owned(), value: value.to_owned(), nearest };
    QueryError { column: before + 1, problem }
}

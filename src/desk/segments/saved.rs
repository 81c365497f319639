//! Filters with a name.

use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::permission::DeskTask;
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::parse;
use crate::domain::question::ListSavedFilters;
use crate::domain::segment::Segment;
use crate::domain::segment_views::SavedFilter;

/// Characters a filter's name may have.
const NAME_MAX: usize = 60;

impl Desk {
    /// Saves a filter under a name, in place of the one that had it. It must be readable today; `*` and the segments' own
    /// names are taken.
    pub fn save_filter(&mut self, name: &str, query: &str, now: Instant) -> Result<(), DeskError> {
        self.admit_task(DeskTask::SaveFilter, now)?;
        let (name, query) = (name.trim(), query.trim());
        let taken = name == "*" || Segment::from_word(&name.to_lowercase()).is_some();
        if name.is_empty() || name.chars().count() > NAME_MAX || name.contains(['\n', '\t']) || taken {
            let expected = {
                let segments: Vec<&str> = Segment::ALL.iter().map(|segment| segment.word()).collect();
                format!("1…{NAME_MAX}, ≠ *|{}", segments.join("|"))
            };
            return Err(Refusal::BadField { field: "name".to_owned(), value: name.to_owned(), expected }.into());
        }
        if query != "*" {
            parse(query, &self.vocabulary(now)?).map_err(|error| Refusal::BadQuery { error })?;
        }
        self.store.write(|tx| Ok(tx.save_filter(name, query)?))
    }

    /// Forgets a saved filter; whether there was one.
    pub fn drop_filter(&mut self, name: &str, now: Instant) -> Result<bool, DeskError> {
        self.admit_task(DeskTask::DeleteFilter, now)?;
        self.store.write(|tx| Ok(tx.drop_filter(name.trim())?))
    }
}

impl Serve<ListSavedFilters> for Desk {
    fn serve(&mut self, question: ListSavedFilters, asking: Asking<'_>) -> Result<Vec<SavedFilter>, DeskError> {
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(question.as_of, now)?;
        let filters = self.store.saved_filters()?;
        let mut out = Vec::new();
        for (name, query) in filters {
            let n = match self.filter_of(&name, asked, now) {
                Ok(filter) => Some(self.selected(&filter, asked, false, watch)?.places.len() as u64),
                Err(DeskError::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            out.push(SavedFilter { name, query, n });
        }
        Ok(out)
    }
}

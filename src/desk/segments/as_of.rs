//! The day that is asked about.

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::subject::shown_day;
use crate::domain::day::{Day, Instant};

/// A day that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) struct AsOfDay {
    /// The day, not after today.
    pub day: Day,
    pub today: Day,
}

impl Desk {
    /// The day asked for and today; a day to come is refused.
    pub(in crate::desk) fn as_of_day(&self, as_of: Option<Day>, now: Instant) -> Result<AsOfDay, DeskError> {
        let today = self.programs()?.zone().day_of(now);
        Ok(AsOfDay { day: shown_day(as_of, today)?, today })
    }
}

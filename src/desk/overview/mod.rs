//! The overview: figures of members and purchases, of what members say, and of points.

mod people;
mod points;
mod voices;

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use crate::domain::overview::Overview;
use crate::domain::question::ShowOverview;

impl Serve<ShowOverview> for Desk {
    fn serve(&mut self, question: ShowOverview, asking: Asking<'_>) -> Result<Box<Overview>, DeskError> {
        let asked = self.as_of_day(question.as_of, asking.now)?;
        let mut figures = self.figures_of_people(&question, asked, asking.now, &mut *asking.watch)?;
        figures.extend(self.figures_of_voices(&question, asked, asking)?);
        Ok(Box::new(Overview { day: asked.day, through: self.store.newest_seq()?, figures }))
    }
}

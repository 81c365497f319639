//! Activation by week of joining, by one pass over everybody's purchase days.

use crate::analytics::proportion::wilson;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::activation::Activation;
use crate::domain::day::Day;
use crate::domain::num::MemberId;
use crate::domain::question::ShowActivation;

impl Serve<ShowActivation> for Desk {
    fn serve(&mut self, question: ShowActivation, asking: Asking<'_>) -> Result<Box<Activation>, DeskError> {
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(question.as_of, now)?;
        let base = self.base_members(&question.base, asked, now, watch)?;
        let (view, profiles) = (self.view(asked, false, watch)?, self.profiles()?);
        let bought = self.bought(asked.day, watch)?;
        let mut activation = Activation::begin(asked.day);
        let columns = &view.columns;
        for at in (0..columns.len()).filter(|at| columns.counts(*at) && base.holds(columns.members[*at])) {
            let Some(joined) = profiles.joined_on.get(at).and(profiles.joined(at)).map(Day) else { continue };
            let place = bought.place(MemberId(columns.members[at]));
            let days = place.map(|place| bought.of(place)).unwrap_or_default();
            let orders = days.iter().filter(|day| day.orders > 0).map(|day| Day(i64::from(day.day)));
            activation.add(joined, &orders.take(2).collect::<Vec<_>>());
        }
        for share in activation.weeks.iter_mut().flat_map(|week| &mut week.within).flatten() {
            share.interval = wilson(share.rate.part, share.rate.n);
        }
        Ok(Box::new(activation))
    }
}

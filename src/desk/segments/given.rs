//! Members by models whose parameters somebody gives: nothing is fitted.

use super::model::Behaviour;
use super::select::sort_needs_fold;
use crate::analytics::bgnbd::WeeklyBuyer;
use crate::analytics::given::{likelihood, thirds, value_of};
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::given_model::{GivenCustomer, GivenPage, GivenValue};
use crate::domain::num::MemberId;
use crate::domain::question::{MemberListQuery, ValueGiven};
use std::collections::BTreeMap;

pub use crate::analytics::given::{likelihood as likelihood_given, thirds as thirds_given, value_of as value_given};

impl Serve<ValueGiven> for Desk {
    fn serve(&mut self, question: ValueGiven, asking: Asking<'_>) -> Result<Box<GivenPage>, DeskError> {
        let ValueGiven { list: MemberListQuery { query, sort, as_of, .. }, limit, models } = question;
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(as_of, now)?;
        let filter = self.filter_of(&query, asked, now)?;
        let bought = self.bought(asked.day, watch)?;
        let mut selected = self.selected(&filter, asked, sort_needs_fold(sort), watch)?;
        self.who_bought(&mut selected, &query)?;
        let minor = self.programs()?.newest().program.minor_per_major();
        let mut customers = BTreeMap::new();
        for place in &selected.places {
            let member = MemberId(selected.view.columns.members[*place as usize]);
            let of = bought.place(member).and_then(|at| Behaviour::of(bought.of(at), asked.day, minor));
            customers.extend(of.map(|of| (member, customer(of))));
        }
        let all: Vec<GivenCustomer> = customers.values().copied().collect();
        let likelihood = likelihood(&models.purchases, models.spend, &all);
        let valued: Vec<GivenValue> =
            if models.thirds { all.iter().map(|of| value_of(&models, *of)).collect() } else { Vec::new() };
        let thirds = thirds(&models, &valued);
        let rows = 0..limit.min(selected.places.len());
        self.sorted(&mut selected, (sort, asked), rows.clone(), watch)?;
        let rows = self.rows_of(&selected, rows, asked)?.into_iter();
        let rows = rows.filter_map(|row| customers.get(&row.id).map(|of| (row, value_of(&models, *of)))).collect();
        Ok(Box::new(GivenPage { as_of: asked.day, likelihood, thirds, rows }))
    }
}

fn customer(of: Behaviour) -> GivenCustomer {
    let WeeklyBuyer { x, t_x, age } = of.buyer.into();
    GivenCustomer { x, t_x, age, mean: of.mean }
}
